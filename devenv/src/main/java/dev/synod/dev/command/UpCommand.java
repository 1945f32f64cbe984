package dev.synod.dev.command;

import dev.synod.dev.platform.PlatformOptions;
import dev.synod.dev.toolchain.Prerequisites;
import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts everything and waits until it is ready. */
@Command(
    name = "up",
    description = "Builds what is missing, starts everything, and returns when it is ready.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

  /** Variable under which what is built is taken as it is. */
  static final String SKIP_BUILD = "SYNOD_SKIP_BUILD";

  @Option(names = "--no-samples", description = "Leave examples/ out.")
  private boolean noSamples;

  @Option(
      names = "--infrastructure",
      description =
          "Only what Synod stands on (Kubernetes, Keycloak, PostgreSQL, OPA), for running its own"
              + " processes from an editor.")
  private boolean infrastructure;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description =
          "Replicas of the API server, 1, 3 or 5, each with an OPA beside it; as many as the last"
              + " time where it is left out, and 1 at first.")
  private int asked;

  @Override
  public Integer call() throws Exception {
    refuseOtherCluster();
    Workspace workspace = Workspace.current();
    Toolchain tools = Toolchain.of(System.getenv());
    workspace.create();
    ReplicaCount replicas = ReplicaCount.of(workspace, asked);
    boolean wasUp = SupervisorProcess.find(workspace).isPresent();
    Startup startup = new Startup(workspace);
    if (wasUp) {
      replicas.requireUnchanged();
    }
    if (wasUp && startup.isReady()) {
      System.out.println("Synod is up already.");
      new Summary(workspace, System.out).print();
      return 0;
    }
    long start = System.nanoTime();
    try (Interruption _ = Interruption.watch()) {
      Steps steps = new Steps(System.out);
      if (!wasUp) {
        begin(workspace, tools, replicas, steps);
      }
      startup.follow(steps);
    }
    System.out.printf("Synod is up after %s.%n", Steps.seconds(elapsedMillis(start)).strip());
    new Summary(workspace, System.out).print();
    return 0;
  }

  private void begin(Workspace workspace, Toolchain tools, ReplicaCount replicas, Steps steps)
      throws Exception {
    refuseWithoutPrograms(tools);
    ToolStep.run(workspace, tools, Tool.required(), steps);
    if (!infrastructure) {
      buildProduct(workspace, steps);
    }
    PortStep.run(workspace);
    replicas.remember();
    SupervisorProcess.start(workspace, options(replicas.count()).arguments());
  }

  /** All that is missing is named at once, before minutes are spent on building. */
  private void refuseWithoutPrograms(Toolchain tools) throws CommandFailure {
    List<String> missing =
        Prerequisites.of(System.getenv())
            .missing(!tools.missing(Tool.required()).isEmpty(), !infrastructure && !noSamples);
    if (!missing.isEmpty()) {
      throw new CommandFailure("Programs are missing:%n%s".formatted(String.join("\n", missing)));
    }
  }

  /** Agents on other nodes could not reach servers on this machine's loopback. */
  private static void refuseOtherCluster() throws CommandFailure {
    String kubeconfig = System.getenv("SYNOD_KUBECONFIG");
    if (kubeconfig != null && !kubeconfig.isBlank()) {
      throw new CommandFailure(
          """
          SYNOD_KUBECONFIG points to %s, but ./dev up runs everything on this machine, with a \
          control plane of its own, and installs nothing into other clusters. Unset it to go on."""
              .formatted(kubeconfig));
    }
  }

  private PlatformOptions options(int replicas) {
    return new PlatformOptions(replicas, !infrastructure, !infrastructure && !noSamples);
  }

  private static void buildProduct(Workspace workspace, Steps steps) throws Exception {
    MavenBuild maven = new MavenBuild(workspace);
    if (!"true".equals(System.getenv(SKIP_BUILD)) && maven.isProductStale()) {
      Path log = workspace.log("build");
      steps.run(
          "Synod with Maven",
          log,
          "Mend what the log names, then call ./dev up again.",
          () -> maven.packageProduct(log));
    }
  }

  private static long elapsedMillis(long startNanos) {
    return (System.nanoTime() - startNanos) / 1_000_000;
  }
}
