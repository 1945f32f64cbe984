package dev.synod.dev.command;

import dev.synod.dev.platform.Platform;
import dev.synod.dev.platform.PlatformOptions;
import dev.synod.dev.supervisor.Supervisor;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.Workspace;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The supervisor itself; {@code up} starts it. */
@Command(name = "supervise", hidden = true)
final class SuperviseCommand implements Callable<Integer> {

  @Option(names = PlatformOptions.REPLICAS, defaultValue = "1")
  private int replicas;

  @Option(names = PlatformOptions.PRODUCT)
  private boolean product;

  @Option(names = PlatformOptions.SAMPLES)
  private boolean samples;

  @Override
  public Integer call() throws Exception {
    Workspace workspace = Workspace.current();
    Platform platform =
        Platform.prepare(
            workspace,
            Toolchain.of(System.getenv()),
            new PlatformOptions(replicas, product, samples),
            Clock.systemUTC());
    Supervisor supervisor = new Supervisor(platform.parts(), workspace.run());
    Runtime.getRuntime().addShutdownHook(new Thread(supervisor::close, "shutdown"));
    supervisor.start();
    new CountDownLatch(1).await();
    return 0;
  }
}
