package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.server.Installation;
import dev.synod.server.Review;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Policies that namespaces declare, under a server and an OPA that run. */
class DeclaredPoliciesIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String STATE = Review.GROUP + "/state";
  private static final String NO_WRITES_OF_LEADS =
      """
      import rego.v1

      deny contains sprintf("%s may not write before %s", [input.subject.name, input.parameters.day]) if {
        input.subject.name == "lead"
      }
      """;

  private static final int NEWCOMERS = 4;
  private static final int CHANGES = 8;

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
  void retractAll() throws Exception {
    for (String name : List.of("review/narrow", "review/broken", "synod-system/narrow")) {
      policies.retract(name);
    }
    Await.until(LIMIT, "both may write", () -> write(lead).status() == 200);
  }

  private static String spec(String module, String... more) {
    var members =
        new ArrayList<>(
            List.of(
                "\"parameters\":{\"day\":\"Monday\"}",
                "\"scope\":{\"actions\":[\"state.write\"]}",
                "\"controls\":[{\"framework\":\"ISO-42001\",\"id\":\"A.6\"}]"));
    members.addAll(List.of(more));
    return DeclaredPolicies.spec(module, members.toArray(String[]::new));
  }

  private static Answer write(String who) throws IOException, InterruptedException {
    return server.call(who, "PATCH", STATE + "/findings/policy", "{\"a\":1}");
  }

  @Test
  void shouldRefuseTheNextRequestOnceTheConditionSaysThatItIsActive() throws Exception {
    assertThat(write(lead).status()).isEqualTo(200);

    policies.activate("review/narrow", spec(NO_WRITES_OF_LEADS));

    Answer refused = write(lead);
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(refused.text("detail"))
        .contains("lead may not write before Monday", "review/narrow");
    assertThat(write(historian).status()).isEqualTo(200);
    assertThat(server.get(lead, STATE).status()).isEqualTo(200);
    Await.until(
        LIMIT,
        "what it said is counted",
        () ->
            policies.statuses().body().contains("\"allowed\":1")
                && policies.statuses().body().contains("\"denied\":1"));
  }

  @Test
  void shouldDecideFirstWritesWhilePoliciesChange() throws Exception {
    var isOver = new AtomicBoolean();
    var count = new AtomicInteger();
    var answers = new ConcurrentLinkedQueue<Answer>();
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < NEWCOMERS; i++) {
        people.submit(
            () -> {
              while (!isOver.get()) {
                // Each has not been decided on before, and needs a permit of its own.
                answers.add(write(synod.issuers().person("p" + count.getAndIncrement(), "editor")));
              }
              return null;
            });
      }
      try {
        for (int i = 0; i < CHANGES; i++) {
          policies.activate(
              "review/narrow", spec("deny contains \"never\" if %d < 0".formatted(i)));
        }
      } finally {
        isOver.set(true);
      }
    }

    assertThat(answers).hasSizeGreaterThan(CHANGES);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 200)
        .extracting(Answer::body)
        .isEmpty();
  }

  @Test
  void shouldListWhatMayHaveASayInANamespaceToWhoMayReadIt() throws Exception {
    policies.activate("review/narrow", spec(NO_WRITES_OF_LEADS));
    policies.activate("synod-system/narrow", spec(NO_WRITES_OF_LEADS, "\"mode\":\"Audit\""));
    String viewer = synod.issuers().person("vera", "viewer:review");

    Answer here = server.get(viewer, "/v1/namespaces/review/policies");
    Answer elsewhere = server.get(viewer, "/v1/namespaces/other/policies");

    assertThat(here.status()).as(here.body()).isEqualTo(200);
    assertThat(here.size("items")).isEqualTo(2);
    assertThat(here.text("items", 0, "state")).isEqualTo("InForce");
    assertThat(here.text("items", 0, "rule", "actions", 0)).isEqualTo("state.write");
    assertThat(here.text("items", 0, "rule", "controls", 0, "id")).isEqualTo("A.6");
    assertThat(here.text("items", 1, "namespace")).isEqualTo("synod-system");
    assertThat(here.text("items", 1, "rule", "mode")).isEqualTo("Audit");
    assertThat(here.body()).doesNotContain("may not write before");
    assertThat(elsewhere.status()).isEqualTo(403);
  }

  @Test
  void shouldWarnOrCountWhereItDoesNotEnforce() throws Exception {
    policies.activate("review/narrow", spec(NO_WRITES_OF_LEADS, "\"mode\":\"Warn\""));
    Answer warned = write(lead);
    assertThat(warned.status()).as(warned.body()).isEqualTo(200);
    assertThat(warned.response().headers().allValues("Warning"))
        .containsExactly("299 synod \"review/narrow: lead may not write before Monday\"");

    policies.activate("review/narrow", spec(NO_WRITES_OF_LEADS, "\"mode\":\"Audit\""));
    Answer counted = write(lead);
    assertThat(counted.status()).as(counted.body()).isEqualTo(200);
    assertThat(counted.response().headers().allValues("Warning")).isEmpty();
    assertThat(policies.statuses().body()).contains("\"denied\":2");
  }

  @Test
  void shouldJudgeAFailureByItsFailurePolicyAlone() throws Exception {
    String failing = "deny contains \"never\" if to_number(input.subject.name) > 1\n";
    policies.activate("review/narrow", spec(failing));
    Answer refused = write(lead);
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(refused.text("detail"))
        .contains("review/narrow", "to_number", "failurePolicy is Refuse");

    String conflicting =
        "deny contains \"never\" if { one == 3 }\none := 1 if input.action\none := 2 if input.action\n";
    policies.activate("review/narrow", spec(conflicting, "\"failurePolicy\":\"Allow\""));
    assertThat(write(lead).status()).isEqualTo(200);
  }

  @Test
  void shouldHaveASayInItsOwnNamespaceUnlessItIsTheSystems() throws Exception {
    String everywhere = "\"failurePolicy\":\"Refuse\"";
    policies.activate("synod-system/narrow", spec(NO_WRITES_OF_LEADS, everywhere));

    Answer refused = write(lead);

    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(refused.text("detail")).contains("synod-system/narrow");
  }

  @Test
  void shouldHaveNoSayElsewhereNorInDeclarations() throws Exception {
    policies.activate(
        "other/narrow",
        DeclaredPolicies.spec(
            "deny contains \"no\"", "\"scope\":{\"namespaces\":{\"matchNames\":[\"review\"]}}"));

    assertThat(write(lead).status()).isEqualTo(200);

    policies.retract("other/narrow");
  }

  @Test
  void shouldLeaveOutWhatOpaDoesNotTakeAndPutTheOthersInForce() throws Exception {
    assertThat(
            policies.declare("review/broken", spec("# A comment\ndeny contains foo(1)\n")).status())
        .isEqualTo(200);
    assertThat(policies.declare("review/narrow", spec(NO_WRITES_OF_LEADS)).status()).isEqualTo(200);

    policies.await("review/broken", "Staged", "False");
    policies.await("review/narrow", "Active", "True");

    assertThat(write(lead).status()).isEqualTo(403);
    assertThat(policies.condition("review/broken", "Staged", "reason")).isEqualTo("RefusedByOpa");
    assertThat(policies.condition("review/broken", "Staged", "message"))
        .contains("row 2, column 15", "undefined function foo");
    assertThat(policies.condition("review/broken", "Active", "status")).isEqualTo("False");
  }

  @Test
  void shouldTakeNoModuleThatReachesOutside() throws Exception {
    Answer outside =
        policies.declare(
            "review/narrow", spec("deny contains \"no\" if http.send({\"method\": \"get\"})"));
    Answer others = policies.declare("review/narrow", spec("\n  import data.tenant[\"other\"]"));

    assertThat(outside.status()).isEqualTo(400);
    assertThat(outside.text("detail"))
        .contains("without 'http'", "row 1, column 23 of spec.module", "reach outside");
    assertThat(others.text("detail")).contains("without 'data'", "row 2, column 10");
  }

  @Test
  void shouldDecideByItAfterARestart() throws Exception {
    policies.activate("review/narrow", spec(NO_WRITES_OF_LEADS));
    server.kill();

    server.start();

    Await.until(LIMIT, "it is decided again", () -> write(historian).status() == 200);
    assertThat(write(lead).status()).isEqualTo(403);
    assertThat(policies.condition("review/narrow", "Active", "status")).isEqualTo("True");
  }
}
