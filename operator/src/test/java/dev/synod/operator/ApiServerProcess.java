package dev.synod.operator;

import dev.synod.crds.KubernetesApi;
import dev.synod.dev.certificate.CertificateAuthority;
import dev.synod.dev.certificate.KeyFiles;
import dev.synod.dev.process.ClassArchive;
import dev.synod.dev.workspace.FileTree;
import dev.synod.dev.workspace.FreePorts;
import dev.synod.testkit.Keycloak;
import dev.synod.testkit.Opa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged API server as a process that can die and come back with its data. */
final class ApiServerProcess implements AutoCloseable {
  private static final Path MODULE = Path.of("../api-server");
  private static final Path JAR = MODULE.resolve("target/quarkus-app/quarkus-run.jar");

  private final Path directory;
  private final Map<String, String> environment;
  private final Path authority;
  private final int port;
  private Process process;

  private ApiServerProcess(
      Path directory, Map<String, String> environment, Path authority, int port)
      throws IOException {
    this.directory = directory;
    this.environment = environment;
    this.authority = authority;
    this.port = port;
    this.process = launch();
  }

  static ApiServerProcess start(KubernetesApi kubernetes, Keycloak keycloak, Opa opa)
      throws Exception {
    return start(kubernetes, opa, Map.of("SYNOD_ISSUER", keycloak.issuer().toString()));
  }

  /** Starts one with more variables, of which {@code SYNOD_ISSUER} must be one. */
  static ApiServerProcess start(KubernetesApi kubernetes, Opa opa, Map<String, String> more)
      throws Exception {
    Path directory = Files.createTempDirectory("api-server");
    CertificateAuthority ca = CertificateAuthority.loadOrCreate(directory, "ca", Clock.systemUTC());
    KeyFiles certificate =
        ca.issue(directory, "server", "CN=synod", List.of("127.0.0.1", "localhost"));
    Path keys = directory.resolve("jwks.json");
    Files.writeString(keys, kubernetes.client().raw("/openid/v1/jwks"));
    List<Integer> ports = FreePorts.find(2);
    int port = ports.getFirst();

    Map<String, String> environment = new HashMap<>();
    environment.put("SYNOD_HTTP_HOST", "127.0.0.1");
    environment.put("SYNOD_HTTPS_PORT", "" + port);
    environment.put("SYNOD_TLS_CERT", certificate.open().toString());
    environment.put("SYNOD_TLS_KEY", certificate.key().toString());
    environment.put("SYNOD_DATA_DIR", directory.resolve("data").toString());
    environment.put("SYNOD_RAFT_PORT", "" + ports.getLast());
    environment.put("SYNOD_K8S_ISSUER", KubernetesApi.ISSUER);
    environment.put("SYNOD_K8S_JWKS_FILE", keys.toString());
    environment.put("SYNOD_OPA_URL", opa.url());
    // A machine that stands still for a moment makes no refusal.
    environment.put("SYNOD_GOVERNANCE_DECISION_LIMIT", "10s");
    environment.put("SYNOD_BUNDLE_PORT", "" + opa.bundlePort());
    environment.put("SYNOD_POLICIES_DIR", Path.of("../policies/synod").toRealPath().toString());
    environment.putAll(more);
    return new ApiServerProcess(directory, environment, ca.certificateFile(), port);
  }

  private Process launch() throws IOException {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(
          "Expected " + JAR.toAbsolutePath().normalize() + ": build the api-server module first");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-XX:+UseCompactObjectHeaders"));
    command.addAll(ClassArchive.of(MODULE).use());
    command.addAll(List.of("-jar", JAR.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()));
    return builder.start();
  }

  /** What a client of it needs. */
  Map<String, String> clientEnvironment() {
    return Map.of(
        "SYNOD_SERVER", "https://127.0.0.1:" + port, "SYNOD_CA_FILE", authority.toString());
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void restart() throws IOException {
    process = launch();
  }

  /** Forgets all that was logged. */
  void forget() throws IOException {
    FileTree.delete(directory.resolve("data"));
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
