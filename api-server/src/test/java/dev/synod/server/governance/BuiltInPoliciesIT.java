package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.server.Installation;
import dev.synod.server.Review;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Policies that come with Synod, declared by name and parameters. */
class BuiltInPoliciesIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String POLICY = "review/builtin";
  private static final String STATE = Review.GROUP + "/state";

  /** More than are written while a count is taken anew. */
  private static final int MANY = 2_000;

  private static Installation synod;
  private static ApiServer server;
  private static DeclaredPolicies policies;
  private static String lead;
  private static String historian;

  @BeforeAll
  static void start() throws Exception {
    synod = Installation.start(Map.of());
    server = synod.server();
    policies = new DeclaredPolicies(server, synod.issuers().operator());
    lead = synod.issuers().agent("review", "lead");
    historian = synod.issuers().agent("review", "historian");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    synod.close();
  }

  @AfterEach
  void retract() throws Exception {
    policies.retract(POLICY);
    Await.until(
        LIMIT, "all may be written", () -> put(lead, "findings/people/x", "1").status() == 200);
  }

  private static Answer put(String who, String key, String value) throws Exception {
    return server.call(who, "PUT", STATE + "/" + key, value);
  }

  @Test
  void shouldHoldANamespaceToItsQuota() throws Exception {
    policies.activate(POLICY, "{\"builtIn\":\"NamespaceQuota\",\"parameters\":{\"documents\":7}}");

    int written = 0;
    Answer answer = put(lead, "findings/quota/" + written, "1");
    while (answer.status() == 200 && written < MANY) {
      written++;
      answer = put(lead, "findings/quota/" + written, "1");
    }

    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.text("detail")).contains("the quota is 7 documents, and there are ");
    assertThat(written).isGreaterThan(1);
    assertThat(put(lead, "findings/quota/0", "2").status()).isEqualTo(200);
    assertThat(server.call(lead, "DELETE", STATE + "/findings/quota/0", "").status())
        .isEqualTo(200);
  }

  @Test
  void shouldKeepDocumentsOfAClassForWhoIsCleared() throws Exception {
    policies.activate(
        POLICY,
        """
        {"builtIn":"DataClasses","parameters":{"classes":[{"name":"personal",
          "prefixes":["findings/people/"],"agents":["historian"],"roles":["auditor"],
          "patterns":["[a-z.]+@[a-z.]+[.][a-z]+"]}]}}""");
    String auditor = synod.issuers().person("audrey", "auditor:review");
    String viewer = synod.issuers().person("vera", "viewer:review");
    String person = STATE + "/findings/people/ada";

    assertThat(put(historian, "findings/people/ada", "\"ada@example.org\"").status())
        .isEqualTo(200);

    assertThat(server.get(historian, person).status()).isEqualTo(200);
    assertThat(server.get(auditor, person).status()).isEqualTo(200);
    for (String other : new String[] {lead, viewer}) {
      assertThat(server.get(other, person).text("detail"))
          .contains("is cleared for no documents of the class personal");
      assertThat(server.get(other, STATE).status()).isEqualTo(403);
      assertThat(server.get(other, STATE + "?prefix=findings/people/").status()).isEqualTo(403);
      assertThat(server.get(other, STATE + "?prefix=findings/q").status()).isEqualTo(200);
    }
    Answer misplaced = put(lead, "findings/mail", "{\"to\":\"ada@example.org\"}");
    assertThat(misplaced.status()).isEqualTo(403);
    assertThat(misplaced.text("detail"))
        .contains("findings/mail holds what is of the class personal")
        .doesNotContain("example.org");
  }

  @Test
  void shouldNameControlsAndActionsOfItsOwnWhereNoneAreGiven() throws Exception {
    policies.activate(POLICY, "{\"builtIn\":\"SeparationOfDuties\"}");
    String viewer = synod.issuers().person("vera", "viewer:review");

    Answer policies = server.get(viewer, "/v1/namespaces/review/policies");

    assertThat(policies.text("items", 0, "rule", "actions", 0)).isEqualTo("approval.decide");
    assertThat(policies.text("items", 0, "rule", "controls", 0, "id")).isEqualTo("AC-5");
  }

  @Test
  void shouldSayWhichThereAre() throws Exception {
    Answer unknown = policies.declare(POLICY, "{\"builtIn\":\"Quota\"}");

    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.text("detail"))
        .contains("[DataClasses, NamespaceQuota, SeparationOfDuties]", "'Quota'");
  }
}
