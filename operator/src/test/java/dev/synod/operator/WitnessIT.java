package dev.synod.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.synod.audit.note.Checkpoint;
import dev.synod.audit.note.NoteException;
import dev.synod.audit.note.SignerKey;
import dev.synod.crds.KubernetesApi;
import dev.synod.testkit.Opa;
import dev.synod.testkit.Postgres;
import dev.synod.testkit.server.Await;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Checkpoints of a real API server, under the operator's own role. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WitnessIT {
  @RegisterExtension static final Opa OPA = new Opa();
  @RegisterExtension static final Postgres POSTGRES = new Postgres();

  private static final long WAIT_SECONDS_MAX = 180;
  private static final List<String> posted = new CopyOnWriteArrayList<>();
  private static SignerKey key;
  private static KubernetesApi kubernetes;
  private static ApiServerProcess server;
  private static OperatorProcess operator;
  private static HttpServer webhook;

  /** The last checkpoint that was published while all was well. */
  private static String good = "";

  @BeforeAll
  static void start() throws Exception {
    webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    webhook.createContext(
        "/",
        exchange -> {
          posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    webhook.start();
    kubernetes = KubernetesApi.start();
    OperatorProcess.install(kubernetes);
    key = SignerKey.generate("synod.example/audit", new SecureRandom());
    Path keyFile =
        Files.createTempFile(
            "audit",
            "key",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(keyFile, key.secretText());
    server =
        ApiServerProcess.start(
            kubernetes,
            OPA,
            POSTGRES.environment(
                Map.of(
                    "SYNOD_ISSUER",
                    "http://127.0.0.1:27002/realms/synod",
                    "SYNOD_AUDIT_KEY_FILE",
                    keyFile.toString())));
    var environment = new HashMap<>(server.clientEnvironment());
    environment.put("SYNOD_AUDIT_WITNESS_INTERVAL", "1s");
    environment.put(
        "SYNOD_AUDIT_WEBHOOK_URL", "http://127.0.0.1:" + webhook.getAddress().getPort() + "/");
    operator = OperatorProcess.start(kubernetes, environment);
  }

  @AfterAll
  static void stop() throws Exception {
    operator.close();
    server.close();
    webhook.stop(0);
    kubernetes.close();
  }

  @Test
  @Order(1)
  void shouldPublishCheckpointsAsTheTreeGrows() throws Exception {
    ConfigMap first = await(map -> !checkpoint(map).isEmpty());
    ConfigMap grown = await(map -> size(map) > size(first));

    assertThat(grown.getData()).containsEntry("status", "Consistent");
    assertThat(grown.getData()).containsEntry("keys", key.verifier().toString());
    assertThat(posted).contains(checkpoint(first));
  }

  @Test
  @Order(2)
  void shouldPublishNoHistoryThatBeganAnewThoughTheRightKeySignedIt() throws Exception {
    server.kill();
    good = checkpoint(await(map -> true));
    server.forget();
    POSTGRES.renew();
    int before = posted.size();
    server.restart();

    ConfigMap refused =
        await(map -> map.getData().getOrDefault("status", "").startsWith("Inconsistent: "));

    assertThat(checkpoint(refused)).isEqualTo(good);
    assertThat(posted).hasSize(before);
    Await.until(Duration.ofSeconds(WAIT_SECONDS_MAX), "the event", WitnessIT::hasWarned);
  }

  private static boolean hasWarned() {
    return kubernetes
        .client()
        .events()
        .v1()
        .events()
        .inNamespace("synod-system")
        .list()
        .getItems()
        .stream()
        .anyMatch(
            event ->
                event.getReason().equals("AuditTrailInconsistent")
                    && event.getRegarding().getName().equals("synod-audit-checkpoint"));
  }

  private static String checkpoint(ConfigMap map) {
    return map.getData().getOrDefault("checkpoint", "");
  }

  private static long size(ConfigMap map) {
    try {
      return Checkpoint.verified(checkpoint(map), List.of(key.verifier())).size();
    } catch (NoteException e) {
      throw new AssertionError("Expected a checkpoint that the server's key signed.", e);
    }
  }

  private static ConfigMap await(Predicate<ConfigMap> condition) {
    return kubernetes
        .client()
        .configMaps()
        .inNamespace("synod-system")
        .withName("synod-audit-checkpoint")
        .waitUntilCondition(
            map -> map != null && map.getData() != null && condition.test(map),
            WAIT_SECONDS_MAX,
            TimeUnit.SECONDS);
  }
}
