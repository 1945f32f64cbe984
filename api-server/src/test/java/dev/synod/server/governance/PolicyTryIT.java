package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.kernel.value.Value;
import dev.synod.server.Installation;
import dev.synod.server.Review;
import dev.synod.testkit.Postgres;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Drafts that are tried beside a server and an OPA that go on deciding. */
class PolicyTryIT {
  @RegisterExtension static final Postgres POSTGRES = new Postgres();

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String TRY = "/v1/namespaces/review/policies:try";
  private static final String ASK_OF_LEAD =
      "\"question\":{\"subject\":\"agent:review/lead\",\"action\":\"state.write\",\"group\":\"release-review\"}";
  private static final String NO_LEADS =
      """
      deny contains sprintf("%s may not before %s", [input.subject.name, input.parameters.day]) if {
        input.subject.name == "lead"
      }
      """;

  private static Installation synod;
  private static String governor;
  private static String lead;

  @BeforeAll
  static void start() throws Exception {
    synod =
        Installation.start(
            POSTGRES.environment(
                Map.of(
                    "SYNOD_OPA_PROGRAM", Toolchain.of(System.getenv()).path(Tool.OPA).toString())));
    governor = synod.issuers().person("gia", "governor:review");
    lead = synod.issuers().agent("review", "lead");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    synod.close();
  }

  @Test
  void shouldTellWhatThePolicyInForceDecides() throws Exception {
    Answer agent = ask("{" + ASK_OF_LEAD + "}");
    Answer person =
        ask(
            "{\"question\":{\"subject\":\"person:ada\",\"roles\":[\"viewer\"],\"action\":\"task.submit\"}}");

    assertThat(agent.status()).as(agent.body()).isEqualTo(200);
    assertThat(agent.body()).contains("\"allowed\":true");
    assertThat(agent.text("inForce", "reasons", 0, "rule")).isEqualTo("agent_in_group");
    assertThat(agent.text("question", "subject", "groups", 0)).isEqualTo("release-review");

    Answer elsewhere =
        synod
            .server()
            .call(
                synod.issuers().person("greta", "governor:other"),
                "POST",
                "/v1/namespaces/other/policies:try",
                "{\"question\":{\"subject\":\"agent:review/lead\",\"action\":\"state.write\"}}");
    assertThat(elsewhere.status()).as(elsewhere.body()).isEqualTo(200);
    assertThat(elsewhere.body()).doesNotContain("release-review");
    assertThat(person.body()).contains("\"allowed\":false");
    assertThat(person.text("inForce", "reasons", 0, "message")).contains("found viewer");
  }

  @Test
  void shouldTellWhatADraftWouldDecideAndLeaveWhatIsInForceAsItIs() throws Exception {
    String digest = digest();

    Answer told = ask("{" + ASK_OF_LEAD + "," + draft("narrow", NO_LEADS, "") + "}");

    assertThat(told.status()).as(told.body()).isEqualTo(200);
    assertThat(told.text("draft", "reasons", 0, "rule")).isEqualTo("review/narrow");
    assertThat(told.text("draft", "reasons", 0, "message")).isEqualTo("lead may not before Monday");
    assertThat(told.text("inForce", "reasons", 0, "rule")).isEqualTo("agent_in_group");
    assertThat(digest()).isEqualTo(digest);
    assertThat(write(lead).status()).isEqualTo(200);
  }

  @Test
  void shouldHoldADraftToItsScopeModeAndFailurePolicy() throws Exception {
    String elsewhere = draft("narrow", NO_LEADS, ",\"scope\":{\"groups\":[\"other\"]}");
    String warning = draft("narrow", NO_LEADS, ",\"mode\":\"Warn\"");
    String failing = "deny contains \"x\" if to_number(input.subject.name) > 1\n";

    assertThat(ask("{" + ASK_OF_LEAD + "," + elsewhere + "}").size("draft", "warnings")).isZero();
    Answer warned = ask("{" + ASK_OF_LEAD + "," + warning + "}");
    assertThat(warned.text("draft", "warnings", 0, "message"))
        .isEqualTo("lead may not before Monday");
    assertThat(warned.text("draft", "reasons", 0, "rule")).isEqualTo("agent_in_group");
    Answer failed = ask("{" + ASK_OF_LEAD + "," + draft("narrow", failing, "") + "}");
    assertThat(failed.text("draft", "reasons", 0, "message"))
        .contains("to_number", "failurePolicy is Refuse");
    Answer passed =
        ask(
            "{"
                + ASK_OF_LEAD
                + ","
                + draft("narrow", failing, ",\"failurePolicy\":\"Allow\"")
                + "}");
    assertThat(passed.text("draft", "reasons", 0, "rule")).isEqualTo("agent_in_group");
  }

  @Test
  void shouldRefuseADraftThatCouldNotBeDeclared() throws Exception {
    Answer outside =
        ask(
            "{"
                + ASK_OF_LEAD
                + ","
                + draft("narrow", "deny contains http.send({}).body", "")
                + "}");
    Answer broken =
        ask("{" + ASK_OF_LEAD + "," + draft("narrow", "\ndeny contains foo(1)", "") + "}");
    Answer endless =
        ask(
            "{"
                + ASK_OF_LEAD
                + ","
                + draft(
                    "narrow",
                    "deny contains \"x\" if { some i in numbers.range(1, 100000); some j in numbers.range(1, 100000); i * j == 0 }",
                    "")
                + "}");

    assertThat(outside.status()).isEqualTo(400);
    assertThat(outside.text("detail")).contains("without 'http'");
    assertThat(broken.status()).as(broken.body()).isEqualTo(400);
    assertThat(broken.text("detail")).contains("row 2, column 15", "undefined function foo");
    assertThat(endless.text("code")).as(endless.body()).isEqualTo("failed-precondition");
    assertThat(endless.text("detail")).contains("expected OPA to end within");
    assertThat(write(lead).status()).isEqualTo(200);
  }

  @Test
  void shouldTellWhatADraftWouldHaveDecidedOnTheLastDecisions() throws Exception {
    assertThat(write(lead).status()).isEqualTo(200);
    String viewer = synod.issuers().person("vera", "viewer");
    String denied = write(viewer).text("decision");
    Await.until(
        LIMIT,
        "both decisions are there",
        () ->
            synod.server().get(viewer, "/v1/decisions/" + denied).status() == 200
                && ask("{\"last\":500}").body().contains("\"examined\"")
                && changed(NO_LEADS).body().contains("agent:review/lead"));

    Answer remembered =
        ask(
            "{\"question\":{\"subject\":\"person:vera\",\"action\":\"state.write\",\"group\":\"release-review\"}}");
    assertThat(remembered.text("inForce", "reasons", 0, "message")).endsWith("found viewer");
    Answer unchanged = ask("{\"last\":500}");
    Answer changed = changed(NO_LEADS);

    assertThat(unchanged.size("last", "changed")).as(unchanged.body()).isZero();
    assertThat(changed.size("last", "changed")).as(changed.body()).isPositive();
    for (int i = 0; i < changed.size("last", "changed"); i++) {
      assertThat(changed.text("last", "changed", i, "subject")).isEqualTo("agent:review/lead");
      assertThat(changed.text("last", "changed", i, "reasons", 0, "message"))
          .isEqualTo("lead may not before Monday");
    }
    assertThat(Integer.parseInt(changed.text("last", "same"))).isPositive();
    assertThat(changed.text("last", "undecidable")).isEqualTo("0");
  }

  @Test
  void shouldRefuseWhatIsNoQuestion() throws Exception {
    for (String body :
        new String[] {
          "{}",
          "{\"last\":0}",
          "{\"last\":501}",
          "{\"last\":1," + ASK_OF_LEAD + "}",
          "{\"question\":{\"subject\":\"ada\",\"action\":\"state.write\"}}",
          "{\"question\":{\"subject\":\"agent:lead\",\"action\":\"state.write\"}}",
          "{\"question\":{\"subject\":\"person:ada\",\"action\":\"state.eat\"}}",
          "{" + ASK_OF_LEAD + ",\"draft\":{\"namespace\":\"other\",\"name\":\"n\",\"spec\":{}}}"
        }) {
      Answer refused = ask(body);
      assertThat(refused.status()).as(body + refused.body()).isEqualTo(400);
    }
  }

  private static Answer changed(String module) throws IOException, InterruptedException {
    return ask("{\"last\":500," + draft("narrow", module, "") + "}");
  }

  private static String draft(String name, String module, String more) {
    return "\"draft\":{\"name\":\"%s\",\"spec\":{\"module\":%s,\"parameters\":{\"day\":\"Monday\"}%s}}"
        .formatted(name, Value.of(module).json(), more);
  }

  private static Answer ask(String body) throws IOException, InterruptedException {
    return synod.server().call(governor, "POST", TRY, body);
  }

  private static Answer write(String who) throws IOException, InterruptedException {
    return synod.server().call(who, "PATCH", Review.GROUP + "/state/findings/tried", "{\"a\":1}");
  }

  private static String digest() throws IOException, InterruptedException {
    return synod
        .server()
        .get(synod.issuers().person("ada", "admin"), "/v1/cluster")
        .text("policy", "digest");
  }
}
