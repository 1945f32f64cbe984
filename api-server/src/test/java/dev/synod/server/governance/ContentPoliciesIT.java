package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.synod.sdk.AgentSession;
import dev.synod.sdk.Group;
import dev.synod.sdk.Pending;
import dev.synod.sdk.SynodClient;
import dev.synod.sdk.SynodException;
import dev.synod.sdk.Written;
import dev.synod.server.Installation;
import dev.synod.server.Review;
import dev.synod.testkit.Postgres;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Declared policies that look at what is asked for, under a server and an OPA that run. */
class ContentPoliciesIT {
  @RegisterExtension static final Postgres POSTGRES = new Postgres();

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String POLICY = "review/content";
  private static final String STATE = Review.GROUP + "/state";

  private static Installation synod;
  private static ApiServer server;
  private static DeclaredPolicies policies;
  private static String lead;
  private static String governor;

  @BeforeAll
  static void start() throws Exception {
    synod = Installation.start(POSTGRES.environment());
    server = synod.server();
    policies = new DeclaredPolicies(server, synod.issuers().operator());
    lead = synod.issuers().agent("review", "lead");
    governor = synod.issuers().person("gina", "governor", "auditor");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    synod.close();
  }

  @AfterEach
  void retract() throws Exception {
    policies.retract(POLICY);
    Await.until(
        LIMIT, "all may be written", () -> put("findings/secret/free", "1").status() == 200);
  }

  private static void activate(String module, String scope) throws Exception {
    policies.activate(POLICY, DeclaredPolicies.spec(module, scope));
  }

  private static Answer put(String key, String value) throws Exception {
    return server.call(lead, "PUT", STATE + "/" + key, value);
  }

  @Test
  void shouldDecideEachChangeByWhatIsWritten() throws Exception {
    activate(
        """
        deny contains sprintf("%v is too much", [input.resource.write.value]) if {
          input.resource.write.value > 10
        }
        """,
        "\"scope\":{\"actions\":[\"state.write\"]}");

    assertThat(put("findings/numbers/a", "3").status()).isEqualTo(200);
    Answer refused = put("findings/numbers/a", "30");
    assertThat(put("findings/numbers/a", "4").status()).isEqualTo(200);

    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(refused.text("detail")).contains("30 is too much", "review/content");
    assertThat(server.get(lead, STATE + "/findings/numbers/a").text("value")).isEqualTo("4");
  }

  @Test
  void shouldExplainADecisionWithTheContentThatItSaw() throws Exception {
    activate(
        """
        deny contains "no" if startswith(input.resource.key, "findings/secret/")

        mask contains "resource.write.value"
        """,
        "\"scope\":{\"actions\":[\"state.write\"]}");

    String id = put("findings/secret/a", "\"hush\"").text("decision");

    Await.until(LIMIT, "kept", () -> server.get(governor, "/v1/decisions/" + id).status() == 200);
    Answer kept = server.get(governor, "/v1/decisions/" + id);
    assertThat(kept.body()).contains("\"key\":\"findings/secret/a\"").doesNotContain("hush");
    assertThat(kept.text("reasons", 0, "rule")).isEqualTo("review/content");
  }

  @Test
  void shouldQuoteNothingOfTheContentOnWhichAPolicyFailed() throws Exception {
    assertThat(put("findings/secret/quoted", "\"hush-4711\"").status()).isEqualTo(200);
    String failing = "deny contains \"large\" if to_number(input.existing.value) > 10";
    String told = "it failed: eval_builtin_error of to_number in row 1, column 26 of its module";
    activate(failing, "\"mode\":\"Warn\",\"scope\":{\"actions\":[\"state.write\"]}");
    Answer warned = put("findings/secret/quoted", "\"hush-4711\"");
    activate(failing, "\"scope\":{\"actions\":[\"state.write\"]}");

    Answer refused = put("findings/secret/quoted", "1");

    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(refused.text("detail")).contains(told);
    assertThat(refused.body()).doesNotContain("hush");
    assertThat(warned.status()).as(warned.body()).isEqualTo(200);
    assertThat(warned.response().headers().firstValue("Warning").orElse(""))
        .contains(told)
        .doesNotContain("hush");
    String id = refused.text("decision");
    Await.until(LIMIT, "kept", () -> server.get(governor, "/v1/decisions/" + id).status() == 200);
    assertThat(server.get(governor, "/v1/decisions/" + id).body())
        .contains(told)
        .doesNotContain("hush");
    assertThat(Files.readString(server.log())).doesNotContain("hush");
  }

  @Test
  void shouldDecideReadsByWhatTheyName() throws Exception {
    assertThat(put("findings/secret/b", "1").status()).isEqualTo(200);
    activate(
        """
        deny contains "hidden" if startswith(input.resource.key, "findings/secret/")
        deny contains "list less" if startswith("findings/secret/", input.resource.prefix)
        """,
        "\"scope\":{\"actions\":[\"state.read\"]}");

    assertThat(server.get(lead, STATE + "/findings/secret/b").status()).isEqualTo(403);
    assertThat(server.get(lead, STATE + "/findings%2Fsecret%2Fb").status()).isEqualTo(403);
    assertThat(server.get(lead, STATE).status()).isEqualTo(403);
    assertThat(server.get(lead, STATE + "?prefix=findings/sec").status()).isEqualTo(403);
    assertThat(server.get(lead, STATE + "?prefix=findings/numbers/").status()).isEqualTo(200);
    assertThat(server.get(lead, STATE + "?prefix=findings/numbers/&prefix=f").status())
        .isEqualTo(200);
  }

  @Test
  void shouldDecideBySessionStreamAndReadsOfTheClient() throws Exception {
    activate(
        """
        deny contains "only small ones" if count(input.resource.write.value) > 3
        deny contains "hidden" if startswith(input.resource.key, "findings/secret/")
        """,
        "\"scope\":{\"groups\":[\"release-review\"]}");

    try (SynodClient client =
            SynodClient.builder()
                .servers(List.of(URI.create(server.url())))
                .trust(Files.readString(server.authority()))
                .tokens(() -> lead)
                .build();
        AgentSession session = client.agent("review", "lead").open()) {
      Group group = session.group("release-review");
      // Sent at once, so that what is refused stands between others of its stream.
      Pending<Written> before = group.put("findings/texts/a", TextNode.valueOf("abc"));
      Pending<Written> refused = group.put("findings/texts/b", TextNode.valueOf("abcd"));
      Pending<Written> after = group.put("findings/texts/c", TextNode.valueOf("ab"));

      assertThat(before.await().revision()).isPositive();
      assertThat(refusal(refused::await)).contains("only small ones");
      assertThat(after.await().revision()).isPositive();
      assertThat(group.get("findings/texts/b").await()).isEmpty();
      assertThat(refusal(() -> group.get("findings/secret/a").await())).contains("hidden");
    }
  }

  private static String refusal(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(SynodException.class);
    return String.valueOf(thrown.getMessage());
  }

  @Test
  void shouldSeeWhatIsThereAndHowMuch() throws Exception {
    assertThat(put("findings/plans/a", "1").status()).isEqualTo(200);
    activate(
        """
        deny contains sprintf("there are %d", [input.usage.documents]) if {
          input.existing == null
          input.usage.documents >= 1
        }
        """,
        "\"scope\":{\"actions\":[\"state.write\"]}");

    Answer another = put("findings/plans/b", "1");

    assertThat(another.status()).as(another.body()).isEqualTo(403);
    assertThat(another.text("detail")).contains("there are ");
    assertThat(put("findings/plans/a", "2").status()).isEqualTo(200);
  }

  @Test
  void shouldSeeWhoSubmittedATask() throws Exception {
    String session = Review.openSession(server, synod.issuers(), "lead");
    activate(
        """
        deny contains "have another do it" if {
          input.resource.type == "CompleteTask"
          input.existing.submittedBy == input.subject.id
        }
        """,
        "\"scope\":{\"actions\":[\"task.complete\"]}");
    String tasks = Review.GROUP + "/tasks";
    String wanted = "{\"capability\":\"git-history\",\"agent\":\"lead\"}";
    String historian = synod.issuers().agent("review", "historian");

    String own = server.call(lead, "POST", tasks, wanted).text("id");
    Answer refused = complete(tasks + "/" + own, session);
    String given = server.call(historian, "POST", tasks, wanted).text("id");
    Answer done = complete(tasks + "/" + given, session);

    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(refused.text("detail")).contains("have another do it");
    assertThat(done.status()).as(done.body()).isEqualTo(200);
    assertThat(server.get(lead, tasks + "/" + given).text("submittedBy"))
        .isEqualTo("agent:review/historian");
  }

  /** Hands in a result under the lease, once there is one. */
  private static Answer complete(String task, String session) throws Exception {
    Await.until(LIMIT, "assigned", () -> !server.get(lead, task).text("token").isEmpty());
    String result =
        "{\"session\":\"%s\",\"token\":\"%s\",\"output\":1}"
            .formatted(session, server.get(lead, task).text("token"));
    return server.call(lead, "POST", task + ":complete", result);
  }

  @Test
  void shouldWarnOfContent() throws Exception {
    activate(
        "warn contains \"mind it\" if input.resource.key == \"findings/plans/warned\"",
        "\"scope\":{\"actions\":[\"state.write\"]}");

    assertThat(put("findings/plans/warned", "1").response().headers().allValues("Warning"))
        .containsExactly("299 synod \"review/content: mind it\"");
    assertThat(put("findings/plans/other", "1").response().headers().allValues("Warning"))
        .isEmpty();
  }

  @Test
  void shouldTryContentThatIsGivenAndSayWhereNoneIs() throws Exception {
    activate(
        "deny contains \"no\" if input.resource.key == \"findings/plans/tried\"",
        "\"scope\":{\"actions\":[\"state.write\"]}");
    String path = "/v1/namespaces/review/policies:try";
    String question =
        "{\"question\":{\"subject\":\"agent:review/lead\",\"action\":\"state.write\","
            + "\"group\":\"release-review\"%s}}";

    Answer without = server.call(governor, "POST", path, question.formatted(""));
    Answer with =
        server.call(
            governor,
            "POST",
            path,
            question.formatted(",\"resource\":{\"key\":\"findings/plans/tried\"}"));

    assertThat(without.text("inForce", "allowed")).isEqualTo("true");
    assertThat(without.text("inForce", "notAsked", 0)).isEqualTo("review/content");
    assertThat(with.text("inForce", "allowed")).isEqualTo("false");
    assertThat(with.size("inForce", "notAsked")).isZero();
  }
}
