package dev.synod.operator;

import dev.synod.crds.KubernetesApi;
import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The packaged operator as a process, with a token of its ServiceAccount: it may do what the
 * shipped role lets it, and no more.
 */
final class OperatorProcess implements AutoCloseable {
  private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
  private static final long STOP_SECONDS_MAX = 60;

  private final Process process;
  private final Path log;

  private OperatorProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Installs what the operator needs: its role, its ServiceAccount, Synod's endpoints. */
  static void install(KubernetesApi kubernetes) {
    try {
      kubernetes
          .client()
          .load(Files.newInputStream(OperatorManifestTest.COMMITTED))
          .serverSideApply();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts one.
   *
   * @param environment variables that differ from what is set here
   */
  static OperatorProcess start(KubernetesApi kubernetes, Map<String, String> environment)
      throws IOException {
    Path directory = Files.createTempDirectory("operator");
    Path kubeconfig = directory.resolve("kubeconfig");
    Files.writeString(kubeconfig, kubeconfig(kubernetes));
    Path token = directory.resolve("token");
    Files.writeString(token, token(kubernetes, List.of("synod-api")));
    Path secret = directory.resolve("client-secret");
    Files.writeString(secret, "none");
    Path log = directory.resolve("log");

    Map<String, String> variables = new HashMap<>();
    variables.put("KUBECONFIG", kubeconfig.toString());
    variables.put("SYNOD_SERVER", "https://127.0.0.1:27001");
    variables.put("SYNOD_TOKEN_FILE", token.toString());
    variables.put("SYNOD_KEYCLOAK_URL", "http://127.0.0.1:27002");
    variables.put("SYNOD_KEYCLOAK_CLIENT_SECRET_FILE", secret.toString());
    variables.put("SYNOD_OPA_PROGRAM", Toolchain.of(System.getenv()).path(Tool.OPA).toString());
    variables.put("SYNOD_HTTP_PORT", "0");
    // One that lost its lease ends, and nobody starts it again here.
    variables.put("SYNOD_LEADER_ELECTION_LEASE", "60s");
    variables.put("SYNOD_LEADER_ELECTION_RENEW_DEADLINE", "45s");
    variables.putAll(environment);
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-jar",
            JAR.toString());
    builder.environment().putAll(variables);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new OperatorProcess(builder.start(), log);
  }

  /** Asks it to end, as Kubernetes does. */
  void tellToEnd() {
    process.destroy();
  }

  /** Asks it to end, and waits until it has. */
  void terminate() throws InterruptedException {
    tellToEnd();
    if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new AssertionError("Expected the operator to end on SIGTERM; its log:\n" + log());
    }
  }

  /** Ends it with no chance to say farewell. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String token(KubernetesApi kubernetes, List<String> audiences) {
    return kubernetes
        .client()
        .serviceAccounts()
        .inNamespace(OperatorManifest.NAMESPACE)
        .withName(OperatorManifest.NAME)
        .tokenRequest(
            new TokenRequestBuilder()
                .withNewSpec()
                .withAudiences(audiences)
                .withExpirationSeconds(3600L)
                .endSpec()
                .build())
        .getStatus()
        .getToken();
  }

  private static String kubeconfig(KubernetesApi kubernetes) {
    Config admin = Config.fromKubeconfig(kubernetes.kubeconfig());
    return """
        apiVersion: v1
        kind: Config
        clusters:
          - name: test
            cluster:
              server: %s
              %s
        users:
          - name: operator
            user: {token: "%s"}
        contexts:
          - name: test
            context: {cluster: test, user: operator, namespace: default}
        current-context: test
        """
        .formatted(admin.getMasterUrl(), authority(admin), token(kubernetes, List.of()));
  }

  private static String authority(Config admin) {
    return admin.getCaCertData() == null
        ? "certificate-authority: " + admin.getCaCertFile()
        : "certificate-authority-data: " + admin.getCaCertData();
  }

  @Override
  public void close() throws InterruptedException {
    if (process.isAlive()) {
      terminate();
    }
  }
}
