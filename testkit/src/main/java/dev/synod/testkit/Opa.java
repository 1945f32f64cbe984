package dev.synod.testkit;

import dev.synod.dev.policy.OpaServer;
import dev.synod.dev.supervisor.TemporaryServers;
import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An Open Policy Agent that polls {@code /bundles/synod.tar.gz} of a loopback port. */
public final class Opa extends ServerExtension<Opa.Running> {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** A server with what ends it. */
  record Running(OpaServer opa, TemporaryServers servers) implements AutoCloseable {

    @Override
    public void close() {
      servers.close();
    }
  }

  /** One that the tests of a run share. */
  public Opa() {
    super(Running.class);
  }

  @Override
  Running start() throws Exception {
    Path folder = TemporaryServers.newFolder();
    List<Integer> ports = FreePorts.find(2);
    OpaServer opa =
        new OpaServer(
            Toolchain.of(System.getenv()).path(Tool.OPA),
            folder.resolve("opa.yaml"),
            folder.resolve("opa.log"),
            ports.get(0),
            ports.get(1));
    return new Running(opa, TemporaryServers.start(folder, List.of(opa.part()), LIMIT));
  }

  /** Base URL. */
  public String url() {
    return server().opa().url();
  }

  /** The loopback port on which it expects a server of bundles. */
  public int bundlePort() {
    return server().opa().bundlePort();
  }
}
