package dev.synod.dev.platform;

import dev.synod.dev.certificate.AuditKey;
import dev.synod.dev.cluster.Cluster;
import dev.synod.dev.cluster.ClusterBootstrap;
import dev.synod.dev.database.PostgresServer;
import dev.synod.dev.node.DevNode;
import dev.synod.dev.process.ProcessSpec;
import dev.synod.dev.process.ThisProgram;
import dev.synod.dev.supervisor.Part;
import dev.synod.dev.supervisor.Probes;
import dev.synod.dev.workspace.Ports;
import dev.synod.dev.workspace.Workspace;
import dev.synod.realm.RealmBootstrap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Synod's own processes, with the environment that each is configured by. */
final class Product {

  static final String OPERATOR = "operator";
  static final String API_SERVER = "api-server";

  private static final Duration READY_WITHIN = Duration.ofMinutes(3);
  private static final String LOOPBACK = "127.0.0.1";

  private final Servers servers;
  private final Workspace workspace;
  private final Ports ports;

  Product(Servers servers) {
    this.servers = servers;
    this.workspace = servers.workspace();
    this.ports = workspace.ports();
  }

  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (ApiServers.Replica replica : servers.apiServers().replicas()) {
      parts.add(apiServer(replica));
    }
    parts.addAll(clients());
    return parts;
  }

  private Part apiServer(ApiServers.Replica replica) {
    String name = replica.part(API_SERVER);
    return new Part.Service(
        name,
        Set.of(Setup.CLUSTER),
        () -> application(API_SERVER).launch(name, environment(replica)),
        Probes.https(replica.url() + "/q/health/ready", servers.authority()),
        READY_WITHIN);
  }

  private List<Part> clients() {
    return List.of(
        new Part.Service(
            OPERATOR,
            Set.of(Setup.TOKENS, Setup.REALM),
            () -> application("operator").launch("operator", operator()),
            Probes.http(health(ports.operator())),
            READY_WITHIN),
        new Part.Service(
            "worker",
            Set.of(Setup.TOKENS),
            () -> application("worker").launch("worker", worker()),
            Probes.http(health(ports.worker())),
            READY_WITHIN),
        new Part.Service(
            "node",
            Set.of(Setup.CLUSTER),
            this::node,
            () -> DevNode.check(workspace, Clock.systemUTC()),
            READY_WITHIN));
  }

  private ProcessSpec node() {
    return new ProcessSpec(
        ThisProgram.command(workspace.root(), List.of("node")),
        Map.of(),
        workspace.root(),
        workspace.log("node"));
  }

  private QuarkusApplication application(String module) {
    return new QuarkusApplication(workspace, module);
  }

  private static String health(int port) {
    return "http://%s:%d/q/health/ready".formatted(LOOPBACK, port);
  }

  private Map<String, String> environment(ApiServers.Replica replica) throws IOException {
    Map<String, String> environment = servers.apiServers().environment(replica);
    environment.put("SYNOD_TLS_CERT", file("api-server.crt"));
    environment.put("SYNOD_TLS_KEY", file("api-server.key"));
    environment.put("SYNOD_ISSUER", servers.issuer());
    environment.put("SYNOD_K8S_ISSUER", servers.controlPlane().server());
    environment.put("SYNOD_K8S_JWKS_FILE", servers.clusterKeys().toString());
    environment.put("SYNOD_POLICIES_DIR", workspace.root().resolve("policies/synod").toString());
    environment.put(
        "SYNOD_OPA_PROGRAM", servers.apiServers().replicas().getFirst().opa().program().toString());
    environment.put("SYNOD_DB_URL", servers.postgres().url());
    environment.put("SYNOD_DB_USER", PostgresServer.NAME);
    environment.put("SYNOD_DB_PASSWORD", servers.postgres().password());
    environment.put("SYNOD_AUDIT_KEY_FILE", AuditKey.loadOrCreate(workspace.data()).toString());
    return environment;
  }

  private Map<String, String> operator() {
    Map<String, String> environment = client(ports.operator(), servers.operatorToken());
    environment.put("KUBECONFIG", servers.operatorKubeconfig().toString());
    environment.put(
        "SYNOD_OPA_PROGRAM", servers.apiServers().replicas().getFirst().opa().program().toString());
    environment.put("SYNOD_KEYCLOAK_URL", servers.keycloak().url().toString());
    environment.put("SYNOD_KEYCLOAK_REALM", Servers.REALM);
    environment.put("SYNOD_KEYCLOAK_CLIENT_ID", RealmBootstrap.OPERATOR_CLIENT);
    environment.put(
        "SYNOD_KEYCLOAK_CLIENT_SECRET_FILE", servers.operatorKeycloakSecret().toString());
    environment.put("SYNOD_WEBHOOK_PORT", "" + ports.webhook());
    environment.put("SYNOD_WEBHOOK_CERT", file("operator.crt"));
    environment.put("SYNOD_WEBHOOK_KEY", file("operator.key"));
    environment.put(
        "SYNOD_ENDPOINTS_CONFIGMAP", Cluster.NAMESPACE + "/" + ClusterBootstrap.ENDPOINTS);
    return environment;
  }

  private Map<String, String> worker() {
    return client(ports.worker(), servers.workerToken());
  }

  private Map<String, String> client(int httpPort, Path token) {
    Map<String, String> environment = new HashMap<>();
    environment.put("SYNOD_HTTP_HOST", LOOPBACK);
    environment.put("SYNOD_HTTP_PORT", "" + httpPort);
    environment.put("SYNOD_SERVER", servers.apiServer());
    environment.put("SYNOD_CA_FILE", servers.authority().toString());
    environment.put("SYNOD_TOKEN_FILE", token.toString());
    return environment;
  }

  private String file(String name) {
    return workspace.state().resolve(name).toString();
  }
}
