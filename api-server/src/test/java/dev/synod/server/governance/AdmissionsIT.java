package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.server.Installation;
import dev.synod.testkit.Postgres;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.Await;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What policy says of changes in Kubernetes, as the operator asks for it. */
class AdmissionsIT {
  @RegisterExtension static final Postgres POSTGRES = new Postgres();

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String ADMIT = "/v1/namespaces/review/resources:admit";
  private static final String ADA = "{\"username\":\"ada\",\"groups\":[\"devs\"]}";
  private static final String SMALL =
      """
      deny contains "devs have 2 replicas" if {
        "devs" in input.subject.groups
        input.resource.object.spec.replicas > 2
      }
      deny contains "never fewer" if input.resource.object.spec.replicas < input.existing.spec.replicas
      deny contains "it is kept" if {
        input.action == "resource.delete"
        input.existing.spec.keep
      }
      warn contains sprintf("%s has one", [input.resource.name]) if input.resource.object.spec.replicas == 1
      mask contains "resource.object.spec.secret"
      """;

  private static Installation synod;
  private static String operator;
  private static DeclaredPolicies policies;

  @BeforeAll
  static void start() throws Exception {
    synod = Installation.start(POSTGRES.environment());
    operator = synod.issuers().operator();
    policies = new DeclaredPolicies(synod.server(), operator);
    activate("review/small", SMALL);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    synod.close();
  }

  @Test
  void shouldAllowWhatNoPolicyDeniesAndKeepWhatPolicySaw() throws Exception {
    Answer answer = create("Agent", "fits", ADA, "{\"replicas\":2,\"secret\":\"s\"}", false);

    assertThat(answer.body()).contains("\"allowed\":true", "\"warnings\":[]");
    assertThat(answer.text("reasons", 0, "rule")).isEqualTo("kubernetes_user");
    Answer decision = await(answer.text("decision"));
    assertThat(decision.body()).contains("\"allowed\":true").doesNotContain("secret\":");
    assertThat(decision.text("question", "subject")).isEqualTo("kubernetes:ada");
    assertThat(decision.text("question", "action")).isEqualTo("resource.create");
    assertThat(decision.text("question", "namespace")).isEqualTo("review");
    assertThat(decision.text("question", "input", "subject", "kind")).isEqualTo("kubernetes");
    assertThat(decision.text("question", "input", "subject", "groups", 0)).isEqualTo("devs");
    assertThat(decision.text("question", "input", "resource", "kind")).isEqualTo("Agent");
    assertThat(decision.text("question", "input", "resource", "name")).isEqualTo("fits");
    assertThat(decision.text("question", "input", "resource", "object", "spec", "replicas"))
        .isEqualTo("2");
  }

  @Test
  void shouldDenyByWhoAsksAndKeepIt() throws Exception {
    Answer denied = create("Agent", "large", ADA, "{\"replicas\":3}", false);

    assertThat(denied.status()).isEqualTo(200);
    assertThat(denied.body()).contains("\"allowed\":false");
    assertThat(denied.text("reasons", 0, "rule")).isEqualTo("review/small");
    assertThat(denied.text("reasons", 0, "message")).isEqualTo("devs have 2 replicas");
    Answer decision = await(denied.text("decision"));
    assertThat(decision.body()).contains("\"allowed\":false");
    assertThat(decision.text("reasons", 0, "source")).contains("\"devs\" in input.subject.groups");
    assertThat(create("Agent", "larger", ADA, "{\"replicas\":3}", false).text("decision"))
        .as("a decision on another object")
        .isNotEqualTo(denied.text("decision"));
    assertThat(create("Agent", "large", "{\"username\":\"bob\"}", "{\"replicas\":3}", false).body())
        .contains("\"allowed\":true");
  }

  @Test
  void shouldCompareWithWhatIsThere() throws Exception {
    assertThat(change("update", "Agent", ADA, "{\"replicas\":1}", "{\"replicas\":2}").body())
        .contains("\"allowed\":false", "never fewer", "x has one");
    assertThat(change("update", "Agent", ADA, "{\"replicas\":2}", "{\"replicas\":1}").body())
        .contains("\"allowed\":true");
    assertThat(change("delete", "Agent", ADA, null, "{\"keep\":true}").body())
        .contains("\"allowed\":false", "it is kept");
  }

  @Test
  void shouldWarn() throws Exception {
    Answer answer = create("Agent", "one", ADA, "{\"replicas\":1}", false);

    assertThat(answer.body()).contains("\"allowed\":true");
    assertThat(answer.text("warnings", 0, "rule")).isEqualTo("review/small");
    assertThat(answer.text("warnings", 0, "message")).isEqualTo("one has one");
  }

  @Test
  void shouldKnowAServiceAccountByItsNamespaceAndName() throws Exception {
    Answer answer =
        create(
            "Agent",
            "by-account",
            "{\"username\":\"system:serviceaccount:ci:deployer\",\"groups\":[]}",
            "{}",
            false);

    Answer decision = await(answer.text("decision"));
    assertThat(decision.text("question", "subject"))
        .isEqualTo("kubernetes:system:serviceaccount:ci:deployer");
    assertThat(decision.text("question", "input", "subject", "namespace")).isEqualTo("ci");
    assertThat(decision.text("question", "input", "subject", "name")).isEqualTo("deployer");
  }

  @Test
  void shouldNeitherKeepNorCountWhatChangesNothing() throws Exception {
    String before = tally();

    Answer denied = create("Agent", "large", ADA, "{\"replicas\":4}", true);

    assertThat(denied.body()).contains("\"allowed\":false", "devs have 2 replicas");
    assertThat(denied.text("decision")).isEmpty();
    assertThat(create("Agent", "small", ADA, "{}", true).text("decision")).isEmpty();
    assertThat(tally()).isEqualTo(before);
  }

  @Test
  void shouldAskNoPolicyAboutTheMendingOfOne() throws Exception {
    activate("review/nothing", "deny contains \"nothing is changed\"");

    assertThat(change("update", "Agent", ADA, "{}", "{}").body()).contains("nothing is changed");
    assertThat(create("GovernancePolicy", "other", ADA, "{}", false).body())
        .contains("nothing is changed");
    assertThat(change("update", "GovernancePolicy", ADA, "{}", "{}").body())
        .contains("\"allowed\":true");
    assertThat(change("delete", "GovernancePolicy", ADA, null, "{}").body())
        .contains("\"allowed\":true");
    policies.retract("review/nothing");
    Await.until(
        LIMIT,
        "it is gone",
        () -> change("update", "Agent", ADA, "{}", "{}").body().contains("\"allowed\":true"));
  }

  @Test
  void shouldKeepNoContentOfWhatAPolicyFailedOn() throws Exception {
    activate(
        "review/unsure", "deny contains 1 if to_number(input.resource.object.spec.amount) > 1");

    Answer failed = create("Agent", "failed", ADA, "{\"amount\":\"x\",\"other\":\"hush\"}", false);

    assertThat(failed.text("reasons", 0, "message")).contains("to_number", "is Refuse");
    Answer decision = await(failed.text("decision"));
    assertThat(decision.body()).doesNotContain("hush").contains("\"kubernetes:ada\"");
    assertThat(decision.text("question", "masked", 0)).isEqualTo("existing");
    assertThat(decision.text("question", "masked", 1)).isEqualTo("resource");
    policies.retract("review/unsure");
  }

  @Test
  void shouldTakeTwoObjectsAsLargeAsKubernetesKeepsThem() throws Exception {
    String large = "{\"text\":\"%s\"}".formatted("x".repeat(1_500_000));

    assertThat(change("update", "Workflow", ADA, large, large).body()).contains("\"allowed\":true");
    String larger = "{\"text\":\"%s\"}".formatted("x".repeat(2_200_000));
    Answer refused = change("update", "Workflow", ADA, larger, larger);
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.text("detail")).contains("at most 4194304 bytes");
  }

  @Test
  void shouldRefuseAChangeThatIsNone() throws Exception {
    for (String body :
        new String[] {
          "{\"operation\":\"create\",\"kind\":\"Agent\",\"name\":\"x\",\"user\":" + ADA + "}",
          "{\"operation\":\"update\",\"kind\":\"Agent\",\"name\":\"x\",\"user\":%s,\"object\":{}}"
              .formatted(ADA),
          "{\"operation\":\"delete\",\"kind\":\"Agent\",\"name\":\"x\",\"user\":%s,\"object\":{}}"
              .formatted(ADA),
          "{\"operation\":\"connect\",\"kind\":\"Agent\",\"name\":\"x\",\"user\":%s,\"object\":{}}"
              .formatted(ADA),
          "{\"operation\":\"create\",\"kind\":\"Agent\",\"name\":\"x\",\"user\":{\"username\":\"\"},\"object\":{}}"
        }) {
      Answer refused = synod.server().call(operator, "POST", ADMIT, body);

      assertThat(refused.status()).as(body).isEqualTo(400);
      assertThat(refused.text("detail")).contains("Expected");
    }
  }

  @Test
  void shouldAnswerNothingWhileOpaIsAway() throws Exception {
    synod.opa().stop();
    try {
      Answer unavailable = create("Agent", "unasked", ADA, "{}", false);

      assertThat(unavailable.status()).isEqualTo(503);
      assertThat(unavailable.text("code")).isEqualTo("unavailable");
    } finally {
      synod.opa().start();
    }
    Await.until(
        LIMIT, "OPA is back", () -> create("Agent", "asked", ADA, "{}", false).status() == 200);
  }

  private static Answer create(String kind, String name, String user, String spec, boolean dryRun)
      throws IOException, InterruptedException {
    return synod
        .server()
        .call(
            operator,
            "POST",
            ADMIT,
            """
            {"operation":"create","kind":"%s","name":"%s","user":%s,"object":{"spec":%s},"oldObject":null,"dryRun":%s}"""
                .formatted(kind, name, user, spec, dryRun));
  }

  private static Answer change(
      String operation, String kind, String user, String spec, String existing)
      throws IOException, InterruptedException {
    return synod
        .server()
        .call(
            operator,
            "POST",
            ADMIT,
            """
            {"operation":"%s","kind":"%s","name":"x","user":%s,"object":%s,"oldObject":{"spec":%s}}"""
                .formatted(
                    operation,
                    kind,
                    user,
                    spec == null ? "null" : "{\"spec\":%s}".formatted(spec),
                    existing));
  }

  private static void activate(String policy, String module) throws Exception {
    policies.activate(
        policy,
        DeclaredPolicies.spec(
            "import rego.v1\n" + module, "\"scope\":{\"actions\":[\"resource.*\"]}"));
  }

  private static String tally() throws Exception {
    Answer listed =
        synod
            .server()
            .get(synod.issuers().person("vera", "viewer"), "/v1/namespaces/review/policies");
    return listed.text("items", 0, "decisions", "denied")
        + " of "
        + listed.text("items", 0, "decisions", "allowed");
  }

  private static Answer await(String id) throws Exception {
    String auditor = synod.issuers().person("audrey", "auditor:review");
    Await.until(
        LIMIT,
        "decision " + id + " is kept",
        () -> synod.server().get(auditor, "/v1/decisions/" + id).status() == 200);
    return synod.server().get(auditor, "/v1/decisions/" + id);
  }
}
