package dev.synod.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.dev.certificate.CertificateAuthority;
import dev.synod.dev.certificate.KeyFiles;
import dev.synod.dev.supervisor.TemporaryServers;
import dev.synod.dev.workspace.FreePorts;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.sdk.Tls;
import dev.synod.testkit.Opa;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A real API server beside a real OPA, and the worker's environment for it. */
final class Installation implements AutoCloseable {
  private static final Duration READY_MAX = Duration.ofSeconds(180);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Path folder = TemporaryServers.newFolder();
  private final Accounts accounts = Accounts.in(folder);
  private final List<Integer> ports = FreePorts.find(4);
  private final Map<String, String> serverEnvironment = new HashMap<>();
  private final HttpClient client;
  private final Path authority;
  private Launched server;

  Installation(Opa opa) throws Exception {
    var ca = CertificateAuthority.loadOrCreate(folder, "ca", Clock.systemUTC());
    KeyFiles tls = ca.issue(folder, "server", "CN=server", List.of("localhost", "127.0.0.1"));
    authority = ca.certificateFile();
    client = HttpClient.newBuilder().sslContext(Tls.context(Files.readString(authority))).build();
    serverEnvironment.putAll(
        Map.of(
            "SYNOD_HTTP_HOST", "127.0.0.1",
            "SYNOD_HTTPS_PORT", ports.get(0).toString(),
            "SYNOD_TLS_CERT", tls.open().toString(),
            "SYNOD_TLS_KEY", tls.key().toString(),
            "SYNOD_DATA_DIR", folder.resolve("data").toString(),
            "SYNOD_RAFT_PORT", ports.get(1).toString()));
    serverEnvironment.putAll(
        Map.of(
            "SYNOD_ISSUER", "http://127.0.0.1:9/realms/synod",
            "SYNOD_K8S_ISSUER", Accounts.ISSUER,
            "SYNOD_K8S_JWKS_FILE", accounts.keysFile().toString(),
            "SYNOD_OPA_URL", opa.url(),
            "SYNOD_BUNDLE_PORT", Integer.toString(opa.bundlePort()),
            "SYNOD_POLICIES_DIR",
                Path.of("../policies/synod").toAbsolutePath().normalize().toString()));
    server = startServer();
    declare(
        "groups",
        "group",
        "{\"members\":{\"selector\":{\"matchLabels\":{\"team\":\"t\"}}},\"state\":{\"keys\":[{\"prefix\":\"counts/\",\"merge\":\"Counter\"}]}}");
  }

  private Launched startServer() throws Exception {
    Launched started = Launched.start("api-server", folder, serverEnvironment);
    await(
        "the API server is ready, see " + folder.resolve("api-server.log"),
        () -> {
          assertThat(started.isAlive()).as("api-server, see " + folder).isTrue();
          return status("/q/health/ready") == 200;
        });
    return started;
  }

  /** {@code kill -9}, then start again. */
  void restartServer() throws Exception {
    server.kill();
    server = startServer();
  }

  Launched startWorker(Map<String, String> more) throws IOException {
    try {
      var environment = new HashMap<>(more);
      environment.put("SYNOD_SERVER", base());
      environment.put("SYNOD_CA_FILE", authority.toString());
      environment.put("SYNOD_TOKEN_FILE", accounts.tokenFile("synod-worker").toString());
      environment.put("SYNOD_HTTP_PORT", FreePorts.find(1).getFirst().toString());
      return Launched.start("worker", folder, environment);
    } catch (java.security.GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** What a worker tells of itself, once it is ready. */
  String metricsOf(Launched worker) throws Exception {
    HttpRequest ready =
        HttpRequest.newBuilder(URI.create(worker.url() + "/q/health/ready")).build();
    await(
        "the worker is ready",
        () -> {
          try {
            return client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
          } catch (IOException e) {
            return false;
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    HttpRequest metrics = HttpRequest.newBuilder(URI.create(worker.url() + "/q/metrics")).build();
    return client.send(metrics, HttpResponse.BodyHandlers.ofString()).body();
  }

  /**
   * Declares a workflow of these tasks, in YAML's JSON, and starts a run of it under the same name.
   */
  void start(String name, String tasks, String input) throws Exception {
    String definition =
        "{\"document\":{\"dsl\":\"1.0.3\",\"namespace\":\"test\",\"name\":\"%s\",\"version\":\"1.0.0\"},\"do\":%s}"
            .formatted(name, tasks);
    declare(
        "workflows",
        name,
        "{\"groupRef\":{\"name\":\"group\"},\"definition\":%s}".formatted(definition));
    declare(
        "runs", name, "{\"workflowRef\":{\"name\":\"%s\"},\"input\":%s}".formatted(name, input));
  }

  private void declare(String kind, String name, String spec) throws Exception {
    String body = "{\"uid\":\"uid-%s\",\"generation\":1,\"spec\":%s}".formatted(name, spec);
    HttpResponse<String> answer =
        client.send(
            request("/v1/declarations/%s/test/%s".formatted(kind, name))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", kind + "-" + name)
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
  }

  Value.Obj run(String name) throws Exception {
    HttpResponse<String> answer =
        client.send(
            request("/v1/namespaces/test/runs/" + name).build(),
            HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() == 200 && Value.parse(answer.body()) instanceof Value.Obj run
        ? run
        : Values.EMPTY;
  }

  /** Waits until a run is as wanted. */
  Value.Obj await(String name, Predicate<Value.Obj> wanted) throws Exception {
    var found = new Value.Obj[] {Values.EMPTY};
    await(
        "run " + name + " in " + folder,
        () -> {
          try {
            found[0] = run(name);
            return wanted.test(found[0]);
          } catch (IOException e) {
            return false;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    return found[0];
  }

  Value.Obj awaitEnd(String name) throws Exception {
    return await(
        name,
        run ->
            run.get("phase") instanceof Value.Str phase
                && List.of("Succeeded", "Faulted", "Cancelled").contains(phase.value()));
  }

  static long done(Value.Obj run) {
    return run.get("progress") instanceof Value.Obj progress
            && progress.get("done") instanceof Value.Num done
        ? done.value().longValue()
        : 0;
  }

  private static void await(String what, BooleanSupplier condition) {
    Awaitility.await(what).atMost(READY_MAX).pollInterval(POLL).until(condition::getAsBoolean);
  }

  private int status(String path) {
    try {
      return client
          .send(request(path).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private HttpRequest.Builder request(String path) {
    try {
      return HttpRequest.newBuilder(URI.create(base() + path))
          .timeout(Duration.ofSeconds(60))
          .header("Authorization", "Bearer " + accounts.token("synod-operator"));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String base() {
    return "https://127.0.0.1:" + Objects.requireNonNull(ports.get(0));
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
