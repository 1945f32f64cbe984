package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.v1.Rejection;
import dev.synod.server.Frames;
import dev.synod.server.Installation;
import dev.synod.server.Review;
import dev.synod.server.Rpc;
import dev.synod.server.rpc.Sent;
import dev.synod.testkit.Postgres;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.Await;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Decisions of a real server and OPA, as they are found in the log and in PostgreSQL. */
class DecisionsIT {
  @RegisterExtension static final Postgres POSTGRES = new Postgres();

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String POLICY = "review/narrow";
  private static final String KEY = Review.GROUP + "/state/findings/decisions";

  private static Installation synod;
  private static String auditor;
  private static String viewer;
  private static String lead;

  @BeforeAll
  static void start() throws Exception {
    synod = Installation.start(POSTGRES.environment());
    auditor = synod.issuers().person("audrey", "auditor:review");
    viewer = synod.issuers().person("vera", "viewer");
    lead = synod.issuers().agent("review", "lead");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    synod.close();
  }

  @Test
  void shouldKeepADenialUnderTheIdThatItsAnswerNames() throws Exception {
    Answer denied = write(viewer);

    assertThat(denied.status()).as(denied.body()).isEqualTo(403);
    String id = denied.text("decision");
    assertThat(denied.response().headers().firstValue("Synod-Decision")).contains(id);
    Answer decision = await(auditor, id);
    assertThat(decision.body()).contains("\"allowed\":false");
    assertThat(decision.text("question", "subject")).isEqualTo("person:vera");
    assertThat(decision.text("question", "action")).isEqualTo("state.write");
    assertThat(decision.text("question", "group")).isEqualTo("release-review");
    assertThat(decision.text("question", "input", "subject", "roles", 0)).isEqualTo("viewer");
    assertThat(decision.text("reasons", 0, "rule")).isEqualTo("person_by_role");
    assertThat(decision.text("reasons", 0, "file")).isEqualTo("synod/authz.rego");
    assertThat(decision.text("reasons", 0, "source"))
        .startsWith("denials contains")
        .contains("expected one of the roles %s for %s, found %s");
    assertThat(decision.text("policy", "digest")).isEqualTo(denied.text("policyRevision"));
  }

  @Test
  void shouldKeepEachDenialInAnEntryOfTheLog() throws Exception {
    String id = write(viewer).text("decision");

    Await.until(
        LIMIT,
        "the log has the denial",
        () -> {
          Answer log =
              synod.server().get(synod.issuers().person("ada", "admin"), "/v1/log?limit=5000");
          return log.body()
              .lines()
              .anyMatch(line -> line.contains("RecordDecisions") && line.contains(id));
        });
  }

  @Test
  void shouldFoldAFloodAndCountIt() throws Exception {
    String flooder = synod.issuers().person("flo", "viewer");
    int requests = 300;
    Set<String> ids = new HashSet<>();
    long began = System.nanoTime();
    for (int i = 0; i < requests; i++) {
      ids.add(write(flooder).text("decision"));
    }
    long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();

    long counted = 0;
    for (String id : ids) {
      counted += Long.parseLong(await(flooder, id).text("count"));
    }

    assertThat(ids).doesNotContain("").hasSizeLessThanOrEqualTo((int) seconds + 2);
    assertThat(counted).isEqualTo(requests);
  }

  @Test
  void shouldKeepTheDenialOfSomebodyWithMoreRolesThanAReasonTells() throws Exception {
    String[] roles =
        IntStream.range(0, 250).mapToObj("viewer:namespace-%d"::formatted).toArray(String[]::new);
    String id = write(synod.issuers().person("manifold", roles)).text("decision");

    Answer decision = await(auditor, id);
    assertThat(decision.text("reasons", 0, "message")).hasSize(1_000).endsWith("…");
  }

  @Test
  void shouldShowADecisionToItsSubjectAndToWhoMayReadItsNamespaces() throws Exception {
    String id = write(viewer).text("decision");
    await(viewer, id);

    assertThat(get(auditor, id).status()).isEqualTo(200);
    assertThat(get(synod.issuers().person("gia", "governor"), id).status()).isEqualTo(200);
    for (String other :
        new String[] {
          lead,
          synod.issuers().person("eve", "editor"),
          synod.issuers().person("otto", "auditor:other")
        }) {
      Answer refused = get(other, id);
      assertThat(refused.status()).as(refused.body()).isEqualTo(403);
      assertThat(refused.body()).doesNotContain("person:vera");
    }
    assertThat(get(auditor, "unknown").status()).isEqualTo(404);
  }

  @Test
  void shouldKeepWhatWasAllowedWithItsPermit() throws Exception {
    Answer written = write(lead);
    assertThat(written.status()).as(written.body()).isEqualTo(200);

    Await.until(
        LIMIT,
        "the decision is there",
        () -> list("?allowed=true&subject=agent:review/lead&action=state.write").size("items") > 0);
    Answer list = list("?allowed=true&subject=agent:review/lead&action=state.write&limit=1");
    assertThat(list.size("items")).isEqualTo(1);
    assertThat(list.text("items", 0, "reasons", 0, "rule")).isEqualTo("agent_in_group");
    assertThat(list.text("items", 0, "reasons", 0, "source")).startsWith("grants contains");
    assertThat(list("?allowed=false&subject=agent:review/none").size("items")).isZero();
    assertThat(list("?to=2020-01-01T00:00:00Z").size("items")).isZero();
    assertThat(list("?from=yesterday").status()).isEqualTo(400);
    assertThat(list("?limit=500").status()).isEqualTo(200);
    Answer large = list("?limit=501");
    assertThat(large.status()).isEqualTo(400);
    assertThat(large.text("detail")).isEqualTo("Expected a limit of 1 to 500, but found 501.");
  }

  @Test
  void shouldSayWhichRuleOfADeclaredPolicySpokeAndLeaveOutWhatItMasks() throws Exception {
    String module =
        """
        mask contains "subject.groups"

        deny contains "nothing at all" if input.action == "none"

        deny contains sprintf("%s may not", [input.subject.name]) if input.subject.name == "lead"
        """;
    var policies = new DeclaredPolicies(synod.server(), synod.issuers().operator());
    policies.activate(
        POLICY,
        DeclaredPolicies.spec(
            module,
            "\"scope\":{\"actions\":[\"state.write\"]}",
            "\"controls\":[{\"framework\":\"ISO-42001\",\"id\":\"A.6\"}]"));
    Answer denied = write(lead);

    Answer decision = await(auditor, denied.text("decision"));

    assertThat(decision.text("reasons", 0, "rule")).isEqualTo("review/narrow");
    assertThat(decision.text("reasons", 0, "file")).isEqualTo("tenant/review/narrow.rego");
    assertThat(decision.text("reasons", 0, "line")).isEqualTo("5");
    assertThat(decision.text("reasons", 0, "source")).contains("may not");
    assertThat(decision.text("question", "masked", 0)).isEqualTo("subject.groups");
    assertThat(decision.body()).doesNotContain("\"groups\"");
    assertThat(decision.text("controls", 0, "id")).isEqualTo("A.6");
    assertThat(rejection().getDetailsJson().toStringUtf8()).contains("\"decision\":\"");
    policies.retract(POLICY);
    Await.until(LIMIT, "the policy is gone", () -> write(lead).status() == 200);
  }

  @Test
  void shouldLetDecisionsGoWhenTheirTimeIsOver() throws Exception {
    await(viewer, write(viewer).text("decision"));
    POSTGRES.execute(
        "insert into decision_dropped select n, 0, 7, now() - (90 - n) * interval '1 day'"
            + " from generate_series(-1, 1, 2) n");
    POSTGRES.execute(
        "insert into decision select 'old', allowed, count, first_at, now() - interval '91 days', subject, action,"
            + " namespace, group_name, input, masked, reasons, warnings, policy_revision, policy_digest, log_index"
            + " from decision limit 1");
    POSTGRES.execute(
        "insert into decision select 'young', allowed, count, first_at, now() - interval '89 days', subject, action,"
            + " namespace, group_name, input, masked, reasons, warnings, policy_revision, policy_digest, log_index"
            + " from decision limit 1");

    Await.until(
        LIMIT,
        "the old decision is gone",
        () -> {
          write(viewer);
          return get(viewer, "old").status() == 404;
        });

    assertThat(get(synod.issuers().person("ada", "admin"), "young").status()).isEqualTo(200);
    assertThat(droppedPlaces()).containsExactly(1L);
  }

  @Test
  void shouldKeepARefusalByRoleAlone() throws Exception {
    Answer refused =
        synod.server().call(viewer, "POST", "/v1/break-glass", "{\"reason\":\"curious\"}");

    assertThat(refused.status()).isEqualTo(403);
    Answer decision = await(viewer, refused.text("decision"));
    assertThat(decision.text("reasons", 0, "rule")).isEqualTo("realm_role");
    assertThat(decision.text("question", "action")).isEqualTo("policy.break-glass");
  }

  @Test
  void shouldNameTheFilterThatNoDatabaseCanLookFor() throws Exception {
    for (String name : new String[] {"from", "to"}) {
      for (String time : new String[] {"%2B10000-01-01T00:00:00Z", "-0001-12-31T23:59:59Z"}) {
        refused("/v1/decisions?" + name + "=" + time, name);
        refused("/v1/audit/entries?" + name + "=" + time, name);
      }
    }
    for (String name : new String[] {"group", "subject", "action"}) {
      refused("/v1/decisions?" + name + "=a%00", name);
      refused("/v1/audit/entries?" + name + "=a%00", name);
    }
    refused("/v1/audit/entries?outcome=%00", "outcome");
    refused("/v1/decisions/a%00", "id");
    Answer edges = list("?from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59.999999999Z");
    assertThat(edges.status()).as(edges.body()).isEqualTo(200);
  }

  private static void refused(String path, String name) throws Exception {
    Answer answer = synod.server().get(synod.issuers().person("ada", "admin"), path);
    assertThat(answer.status()).as(path + " -> " + answer.body()).isEqualTo(400);
    assertThat(answer.text("code")).isEqualTo("invalid-argument");
    assertThat(answer.text("detail")).contains("'" + name + "'");
  }

  /** Entries of the log that counted decisions which were not kept, as far as they are known. */
  private static List<Long> droppedPlaces() throws SQLException {
    return POSTGRES.numbers("select log_index from decision_dropped");
  }

  private static Rejection rejection() throws Exception {
    try (Rpc rpc = new Rpc(synod.server());
        Frames frames = rpc.connect(lead)) {
      frames.open("review", "lead");
      return frames.ask(1, Sent.merge("findings/decisions", "{}")).getFirst().getRejection();
    }
  }

  private static Answer write(String who) throws IOException, InterruptedException {
    return synod.server().call(who, "PATCH", KEY, "{\"a\":1}");
  }

  private static Answer get(String who, String id) throws IOException, InterruptedException {
    return synod.server().get(who, "/v1/decisions/" + id);
  }

  private static Answer list(String query) throws IOException, InterruptedException {
    return synod.server().get(auditor, "/v1/namespaces/review/decisions" + query);
  }

  private static Answer await(String who, String id) throws Exception {
    Await.until(LIMIT, "decision " + id + " is there", () -> get(who, id).status() == 200);
    return get(who, id);
  }
}
