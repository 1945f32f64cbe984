package dev.synod.server.telemetry;

import static dev.synod.server.Review.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.synod.server.Review;
import dev.synod.testkit.Opa;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Issuers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Traces leave for the collector that is named, and metrics tell what happens. */
class TelemetryIT {
  @RegisterExtension static final Opa OPA = new Opa();

  private static final List<String> EXPORTED = new CopyOnWriteArrayList<>();
  private static HttpServer collector;
  private static Issuers issuers;
  private static ApiServer server;

  @BeforeAll
  static void start() throws Exception {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          EXPORTED.add(new String(body, StandardCharsets.ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    issuers = new Issuers();
    server =
        new ApiServer(issuers, OPA.url(), OPA.bundlePort())
            .with(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort())
            .with("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
            .with("QUARKUS_OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "none")
            .start();
    Review.declare(server, issuers);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    issuers.close();
    collector.stop(0);
  }

  @Test
  void shouldSendTracesToTheCollector() throws Exception {
    server.get(issuers.person("ada", "admin"), "/v1/cluster");

    Await.until(
        Duration.ofSeconds(90),
        "a span of the request has been exported",
        () ->
            EXPORTED.stream()
                .anyMatch(
                    body -> body.contains("synod-api-server") && body.contains("/v1/cluster")));
  }

  @Test
  void shouldTellHowMuchIsCoordinatedAndWhatBecameOfCommands() throws Exception {
    String lead = issuers.agent("review", "lead");
    assertThat(server.call(lead, "PATCH", GROUP + "/state/findings/m", "{}").status())
        .isEqualTo(200);
    assertThat(server.call(lead, "PUT", GROUP + "/state/elsewhere", "1").text("code"))
        .isEqualTo("undeclared-key");

    String metrics = server.get("", "/q/metrics").body();

    assertThat(metrics)
        .contains("synod_kernel_entities{kind=\"agents\"} 2.0")
        .contains("synod_kernel_entities{kind=\"documents\"} 1.0")
        .contains("synod_log_leader 1.0")
        .contains("synod_gateway_commands_total{outcome=\"undeclared-key\"} 1.0")
        .containsPattern("synod_gateway_commands_total\\{outcome=\"applied\"} [1-9]")
        .containsPattern("synod_gateway_submit_seconds_count [1-9]")
        .containsPattern("synod_governance_decision_seconds_count\\{result=\"allowed\"} [1-9]");
  }
}
