package dev.synod.server;

import dev.synod.dev.policy.OpaServer;
import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.FreePorts;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Issuers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A server with issuers and an OPA of its own, and with what {@link Review} declares. */
public final class Installation implements AutoCloseable {
  private final Issuers issuers;
  private final Restartable opa;
  private final ApiServer server;

  private Installation(Issuers issuers, Restartable opa, ApiServer server) {
    this.issuers = issuers;
    this.opa = opa;
    this.server = server;
  }

  /** Starts it; the environment is the server's, beside its usual one. */
  public static Installation start(Map<String, String> environment) throws Exception {
    Path folder = Files.createTempDirectory("installation-it");
    List<Integer> ports = FreePorts.find(2);
    var opaServer =
        new OpaServer(
            Toolchain.of(System.getenv()).path(Tool.OPA),
            folder.resolve("opa.yaml"),
            folder.resolve("opa.log"),
            ports.get(0),
            ports.get(1));
    var issuers = new Issuers();
    var opa = new Restartable(List.of(opaServer.part()), folder.resolve("run"));
    var server = new ApiServer(issuers, opaServer.url(), opaServer.bundlePort());
    environment.forEach(server::with);
    var installation = new Installation(issuers, opa, server);
    server.launch();
    try {
      opa.start();
      server.awaitReady();
      Review.declare(server, issuers);
      return installation;
    } catch (Exception | AssertionError e) {
      installation.close();
      throw e;
    }
  }

  public Issuers issuers() {
    return issuers;
  }

  public Restartable opa() {
    return opa;
  }

  public ApiServer server() {
    return server;
  }

  @Override
  public void close() throws InterruptedException {
    server.close();
    opa.close();
    issuers.close();
  }
}
