package dev.synod.dev.platform;

import dev.synod.dev.certificate.CertificateAuthority;
import dev.synod.dev.controlplane.ControlPlane;
import dev.synod.dev.controlplane.ControlPlaneLayout;
import dev.synod.dev.controlplane.ControlPlanePorts;
import dev.synod.dev.database.PostgresDistribution;
import dev.synod.dev.database.PostgresServer;
import dev.synod.dev.keycloak.KeycloakDistribution;
import dev.synod.dev.keycloak.KeycloakServer;
import dev.synod.dev.supervisor.Part;
import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.Ports;
import dev.synod.dev.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Everything that {@code ./dev up} leaves running. */
public final class Platform {

  private final List<Part> parts;

  private Platform(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** Makes folders, keys, certificates and logins; starts nothing. */
  public static Platform prepare(
      Workspace workspace, Toolchain tools, PlatformOptions options, Clock clock)
      throws IOException, GeneralSecurityException {
    workspace.create();
    linkPrograms(workspace, tools);
    issueCertificates(workspace, clock);
    Servers servers =
        new Servers(
            workspace,
            controlPlane(workspace, tools, clock),
            keycloak(workspace, tools),
            new PostgresServer(
                new PostgresDistribution(tools.cache()),
                workspace.data().resolve("postgresql"),
                workspace.log("postgresql"),
                workspace.ports().postgres()),
            ApiServers.of(workspace, tools, options.replicas()));
    servers.loginFile().write(workspace.loginFile());
    List<Part> parts = new ArrayList<>(servers.parts());
    Setup setup = new Setup(servers);
    parts.addAll(setup.parts());
    if (options.product()) {
      parts.addAll(new Product(servers).parts());
      parts.add(setup.webhooks());
    }
    if (options.samples()) {
      parts.add(setup.samples(Set.of(options.product() ? Setup.WEBHOOKS : Setup.CLUSTER)));
    }
    return new Platform(parts);
  }

  /** Replicas know each other by an authority of their own, which signs for nobody else. */
  private static void issueCertificates(Workspace workspace, Clock clock)
      throws IOException, GeneralSecurityException {
    CertificateAuthority authority =
        CertificateAuthority.loadOrCreate(workspace.state(), "ca", clock);
    authority.issue(
        workspace.state(),
        "api-server",
        "CN=synod-api-server",
        List.of("localhost", "synod-api-server", "127.0.0.1"));
    authority.issue(
        workspace.state(), "operator", "CN=synod-operator", List.of("localhost", "127.0.0.1"));
    CertificateAuthority.loadOrCreate(workspace.state(), ApiServers.PEER_AUTHORITY, clock)
        .issue(
            workspace.state(),
            ApiServers.PEER_CERTIFICATE,
            "CN=synod-replica",
            List.of("localhost", "127.0.0.1"));
  }

  /** What {@code ./dev kubectl} has on its path. */
  private static void linkPrograms(Workspace workspace, Toolchain tools) throws IOException {
    Path folder = Files.createDirectories(workspace.programs());
    link(folder.resolve("kubectl"), tools.path(Tool.KUBECTL));
    link(folder.resolve("kubectl-synod"), workspace.root().resolve("cli/bin/kubectl-synod"));
  }

  private static void link(Path link, Path target) throws IOException {
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, target.toAbsolutePath());
  }

  private static ControlPlane controlPlane(Workspace workspace, Toolchain tools, Clock clock)
      throws IOException, GeneralSecurityException {
    Ports ports = workspace.ports();
    return ControlPlane.prepare(
        new ControlPlaneLayout(
            workspace.pki(), workspace.data(), workspace.logs(), workspace.kubeconfig()),
        new ControlPlanePorts(
            ports.etcdClient(),
            ports.etcdPeer(),
            ports.kubeApiServer(),
            ports.kubeControllerManager()),
        tools,
        clock);
  }

  private static KeycloakServer keycloak(Workspace workspace, Toolchain tools) {
    return new KeycloakServer(
        KeycloakDistribution.in(tools.cache()),
        workspace.data().resolve("keycloak"),
        workspace.log("keycloak"),
        workspace.ports().keycloak());
  }

  /** In an order in which each stands after those that it needs. */
  public List<Part> parts() {
    return parts;
  }
}
