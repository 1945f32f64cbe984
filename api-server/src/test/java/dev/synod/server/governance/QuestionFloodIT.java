package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.synod.sdk.AgentSession;
import dev.synod.sdk.Group;
import dev.synod.sdk.SynodClient;
import dev.synod.server.Installation;
import dev.synod.server.Review;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One subject that asks for more than OPA can answer in time, beside others. */
class QuestionFloodIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String STATE = Review.GROUP + "/state";
  private static final int SESSIONS = 3;

  /** As many as a client sends in one pack. */
  private static final int WRITES_PER_SESSION = 256;

  private static final int WRITES_BESIDE = 20;

  /** More than four times what the flood takes. */
  private static final int WAITING_BYTES_MAX = 10_000_000;

  /** Denies everything, to one agent after a while, and lets pass what it can't be asked for. */
  private static final String NEVER =
      """
      deny contains "never" if input.resource.key != ""

      deny contains "never, after a while" if {
        input.subject.name == "lead"
        count([1 | some a in numbers.range(1, 120); some b in numbers.range(1, 120); a * b < 0]) == 0
      }
      """;

  private static Installation synod;
  private static ApiServer server;
  private static String lead;
  private static String historian;

  @BeforeAll
  static void start() throws Exception {
    synod =
        Installation.start(
            Map.of(
                "SYNOD_GOVERNANCE_QUESTIONS_WAITING_BYTES_MAX",
                "" + WAITING_BYTES_MAX,
                "SYNOD_GOVERNANCE_DECISION_LIMIT",
                "2s"));
    server = synod.server();
    lead = synod.issuers().agent("review", "lead");
    historian = synod.issuers().agent("review", "historian");
    String operator = synod.issuers().operator();
    new DeclaredPolicies(server, operator)
        .activate(
            "review/never",
            DeclaredPolicies.spec(
                NEVER, "\"failurePolicy\":\"Allow\"", "\"scope\":{\"actions\":[\"state.write\"]}"));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    synod.close();
  }

  @Test
  void shouldJudgeOthersInTimeAndLetNothingPassUnjudged() throws Exception {
    assertThat(write().status()).isEqualTo(403);
    try (SynodClient client =
        SynodClient.builder()
            .servers(List.of(URI.create(server.url())))
            .trust(Files.readString(server.authority()))
            .tokens(() -> lead)
            .build()) {
      List<AgentSession> sessions = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        sessions.add(client.agent("review", "lead").open());
      }

      sessions.forEach(QuestionFloodIT::flood);
      Await.until(LIMIT, "metrics tell of the flood", QuestionFloodIT::isToldOf);

      for (int i = 0; i < WRITES_BESIDE; i++) {
        Answer judged = write();
        assertThat(judged.status()).as(judged.body()).isEqualTo(403);
        assertThat(judged.text("detail")).contains("never (review/never)");
        assertThat(server.get(historian, STATE + "/findings/other").status()).isEqualTo(404);
        String another = synod.issuers().person("person-" + i, "viewer");
        assertThat(server.get(another, STATE).status()).isEqualTo(200);
      }
    }
    assertThat(server.get(historian, STATE + "?prefix=findings/").body())
        .as("what was written though the policy denies it")
        .contains("\"items\":[]");
  }

  @Test
  void shouldRefuseWhatIsAppliedWithTooMuch() throws Exception {
    String change =
        """
        {"operation":"create","kind":"Agent","name":"x","user":{"username":"ada"},
         "object":{"spec":{"text":"%s"}}}""";
    String admit = "/v1/namespaces/review/resources:admit";
    String operator = synod.issuers().operator();

    Answer large =
        server.call(operator, "POST", admit, change.formatted("x".repeat(WAITING_BYTES_MAX / 4)));
    Answer small = server.call(operator, "POST", admit, change.formatted("x"));

    assertThat(large.status()).as(large.body()).isEqualTo(429);
    assertThat(large.text("code")).isEqualTo("limit-exceeded");
    assertThat(large.text("detail")).contains("of kubernetes:ada that wait for OPA");
    assertThat(small.body()).contains("\"allowed\":true");
  }

  private static boolean isToldOf() throws Exception {
    String metrics = server.get("", "/q/metrics").body();
    return Stream.of("waiting", "in_flight")
        .allMatch(
            what ->
                Pattern.compile("synod_governance_questions_" + what + "(\\{[^}]*})? [1-9]")
                    .matcher(metrics)
                    .find());
  }

  private static void flood(AgentSession session) {
    Group group = session.group("release-review");
    for (int i = 0; i < WRITES_PER_SESSION; i++) {
      var _ = group.put("findings/flood-" + i, IntNode.valueOf(i));
    }
  }

  private static Answer write() throws Exception {
    return server.call(historian, "PUT", STATE + "/findings/other", "1");
  }
}
