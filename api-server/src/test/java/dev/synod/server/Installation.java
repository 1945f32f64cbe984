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
import java.util.Optional;

/** A server with issuers and an OPA of its own, and with what {@link Review} declares. */
public final class Installation implements AutoCloseable {
  private final Issuers issuers;
  private final Restartable opa;
  private final ApiServer server;
  private final Optional<BundleRelay> relay;

  private Installation(
      Issuers issuers, Restartable opa, ApiServer server, Optional<BundleRelay> relay) {
    this.issuers = issuers;
    this.opa = opa;
    this.server = server;
    this.relay = relay;
  }

  /** Starts it; the environment is the server's, beside its usual one. */
  public static Installation start(Map<String, String> environment) throws Exception {
    return start(environment, false);
  }

  /** Starts it with a relay between the server's bundles and OPA. */
  public static Installation startRelayed(Map<String, String> environment) throws Exception {
    return start(environment, true);
  }

  private static Installation start(Map<String, String> environment, boolean relayed)
      throws Exception {
    Path folder = Files.createTempDirectory("installation-it");
    List<Integer> ports = FreePorts.find(3);
    var opaServer =
        new OpaServer(
            Toolchain.of(System.getenv()).path(Tool.OPA),
            folder.resolve("opa.yaml"),
            folder.resolve("opa.log"),
            ports.get(0),
            ports.get(1));
    var issuers = new Issuers();
    var opa = new Restartable(List.of(opaServer.part()), folder.resolve("run"));
    int bundlePort = relayed ? ports.get(2) : opaServer.bundlePort();
    var server = new ApiServer(issuers, opaServer.url(), bundlePort);
    environment.forEach(server::with);
    Optional<BundleRelay> relay =
        relayed
            ? Optional.of(BundleRelay.start(bundlePort, opaServer.bundlePort()))
            : Optional.empty();
    var installation = new Installation(issuers, opa, server, relay);
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

  /** What stands between the server's bundles and OPA. */
  public BundleRelay relay() {
    return relay.orElseThrow();
  }

  public ApiServer server() {
    return server;
  }

  @Override
  public void close() throws InterruptedException {
    server.close();
    opa.close();
    relay.ifPresent(BundleRelay::close);
    issuers.close();
  }
}
