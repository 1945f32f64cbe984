package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.synod.dev.policy.OpaServer;
import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.FreePorts;
import dev.synod.server.Restartable;
import dev.synod.testkit.server.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Declared policies that fail, in an OPA that fetches its bundles from the test. */
class OpaFailuresIT {
  private static final Path SHIPPED = Path.of("../policies/synod");
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SLOW =
      """
      deny contains "never" if {
        input.subject.name == "slow"
        some a in numbers.range(1, 4000)
        some b in numbers.range(1, 4000)
        a * b < 0
      }
      """;

  private static HttpServer bundles;
  private static volatile Bundle served = bundle("");
  private static Restartable opa;
  private static OpaClient client;

  @BeforeAll
  static void start() throws Exception {
    List<Integer> ports = FreePorts.find(2);
    bundles =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(1)), 0);
    bundles.createContext(
        "/bundles/synod.tar.gz",
        exchange -> {
          Bundle present = served;
          String tag = "\"" + present.revision() + "\"";
          boolean isKnown = tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
          byte[] archive = present.archive().trustedArray();
          exchange.getResponseHeaders().set("ETag", tag);
          exchange.sendResponseHeaders(isKnown ? 304 : 200, isKnown ? -1 : archive.length);
          try (var body = exchange.getResponseBody()) {
            if (!isKnown) {
              body.write(archive);
            }
          }
        });
    bundles.start();
    Path folder = Files.createTempDirectory("opa-failures-it");
    var server =
        new OpaServer(
            Toolchain.of(System.getenv()).path(Tool.OPA),
            folder.resolve("opa.yaml"),
            folder.resolve("opa.log"),
            ports.get(0),
            ports.get(1));
    opa = new Restartable(List.of(server.part()), folder.resolve("run"));
    opa.start();
    client = client(server.url());
  }

  @AfterAll
  static void stop() {
    opa.close();
    bundles.stop(0);
  }

  private static OpaClient client(String url) {
    GovernanceConfig config =
        new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(GovernanceConfig.class)
            .withDefaultValues(
                Map.of(
                    "synod.governance.opa-url", url,
                    "synod.governance.decision-limit", "1s",
                    "synod.governance.bundle.port", "1"))
            .build()
            .getConfigMapping(GovernanceConfig.class);
    var metrics = new SimpleMeterRegistry();
    return new OpaClient(
        new OpaConnection(config),
        new QuestionQueue(config, metrics),
        config,
        Clock.systemUTC(),
        metrics);
  }

  /** The base policy with one module of a namespace. */
  private static Bundle bundle(String module) {
    var files = new TreeMap<String, byte[]>();
    try (Stream<Path> all = Files.list(SHIPPED)) {
      for (Path file : all.filter(f -> !f.toString().endsWith("_test.rego")).toList()) {
        files.put("synod/" + file.getFileName(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    files.put(
        "tenant/review/narrow.rego",
        ("package tenant[\"review\"][\"narrow\"]\n" + module).getBytes(StandardCharsets.UTF_8));
    return Bundle.of(files);
  }

  /** Serves it, and answers its revision once OPA has taken it. */
  private static String stage(String module) {
    Bundle next = bundle(module);
    served = next;
    Await.until(
        LIMIT,
        "OPA has the bundle",
        () -> client.revision().handle((r, _) -> next.revision().equals(r)).get());
    return next.revision();
  }

  private static Verdict verdict(String subject) throws Exception {
    var policy = new Applicable("review", "narrow", "Enforce", "Allow", Set.of());
    return client.verdict(OpaClient.asked(Asker.TRIALS, input(subject), 1), policy).get();
  }

  private static boolean isJudged(String subject) throws Exception {
    try {
      return !verdict(subject).hasFailed();
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(PolicyUnavailableException.class);
      return false;
    }
  }

  private static ObjectNode input(String subject) {
    ObjectNode input = JSON.createObjectNode();
    input.putObject("subject").put("name", subject);
    return input;
  }

  private static String merged(String revision, Verdict verdict) {
    var base =
        new Decision(
            true,
            List.of(),
            LIMIT,
            revision,
            List.of(),
            Decision.Kept.of(input("ada"), Collections.emptySortedSet()),
            List.of());
    var policy = new Applicable("review", "narrow", "Enforce", "Allow", Set.of());
    return Narrowing.merge(base, List.of(new Narrowing.Said(policy, verdict))).revision();
  }

  @Test
  void shouldTellInWhichBundleAPolicyFailed() throws Exception {
    String first = stage("deny contains \"no\" if to_number(input.subject.name) > 1\n");
    Verdict inForce = verdict("ada");
    String second = stage("deny contains \"no\" if to_number(input.subject.name) > 2\n");
    Verdict staged = verdict("ada");

    assertThat(inForce.hasFailed()).isTrue();
    assertThat(inForce.revision()).isEqualTo(first);
    assertThat(staged.hasFailed()).isTrue();
    assertThat(staged.revision()).isEqualTo(second).isNotEqualTo(first);
    assertThat(merged(first, inForce)).isEqualTo(first);
    assertThat(merged(first, staged)).as("asked again, for it is not in force").isEmpty();
  }

  @Test
  void shouldTellAPolicyThatIsSlowFromAnOpaThatIsStuck() throws Exception {
    String revision = stage(SLOW);

    Verdict late = verdict("slow");

    assertThat(late.failure()).isEqualTo("it took longer than 1s");
    assertThat(late.revision()).isEqualTo(revision);
    Await.until(LIMIT, "it is not slow with others", () -> isJudged("ada"));
    opa.signal("STOP");
    try {
      assertThat(catchThrowable(() -> verdict("ada")))
          .hasCauseInstanceOf(PolicyUnavailableException.class)
          .hasMessageContaining("Expected a decision of OPA within 1s");
    } finally {
      opa.signal("CONT");
    }
  }
}
