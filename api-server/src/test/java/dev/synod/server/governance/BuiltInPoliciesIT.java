package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.v1.Reply;
import dev.synod.server.Frames;
import dev.synod.server.Installation;
import dev.synod.server.Review;
import dev.synod.server.Rpc;
import dev.synod.server.rpc.Sent;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Policies that come with Synod, declared by name and parameters. */
class BuiltInPoliciesIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String POLICY = "review/builtin";
  private static final String STATE = Review.GROUP + "/state";

  /** Documents that there is room for, and sessions that each want to write so many. */
  private static final int ROOM = 7;

  private static final int SESSIONS = 6;
  private static final int EACH = 40;

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

  private static int documents() throws Exception {
    return server.get(lead, STATE + "?limit=500").size("items");
  }

  private static String quota(String mode, String kind, int max) {
    return "{\"builtIn\":\"NamespaceQuota\",\"mode\":\"%s\",\"parameters\":{\"%s\":%d}}"
        .formatted(mode, kind, max);
  }

  @Test
  void shouldHoldANamespaceToItsQuota() throws Exception {
    int most = documents() + 2;
    policies.activate(POLICY, quota("Enforce", "documents", most));

    assertThat(put(lead, "findings/quota/0", "1").status()).isEqualTo(200);
    assertThat(put(lead, "findings/quota/1", "1").status()).isEqualTo(200);
    Answer beyond = put(historian, "findings/quota/2", "1");

    assertThat(beyond.status()).as(beyond.body()).isEqualTo(429);
    assertThat(beyond.text("detail"))
        .startsWith(
            "Expected at most %1$d documents in namespace review, by the quota of policy review/builtin, but there are %1$d."
                .formatted(most));
    assertThat(put(lead, "findings/quota/0", "2").status()).isEqualTo(200);
    assertThat(server.call(lead, "DELETE", STATE + "/findings/quota/0", "").status())
        .isEqualTo(200);
    assertThat(put(historian, "findings/quota/2", "1").status()).isEqualTo(200);
  }

  @Test
  void shouldNeverHoldOneMoreThanItsQuotaHoweverManyWriteAtOnce() throws Exception {
    int before = documents();
    policies.activate(POLICY, quota("Enforce", "documents", before + ROOM));
    String editor = synod.issuers().person("edith", "editor:review");
    var replies = new ArrayList<Reply>();
    int overRest = 0;
    try (Rpc rpc = new Rpc(server);
        ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      var sessions = new ArrayList<Frames>();
      for (int i = 0; i < SESSIONS; i++) {
        boolean leads = i % 2 == 0;
        Frames frames = rpc.connect(leads ? lead : historian);
        frames.open("review", leads ? "lead" : "historian");
        sessions.add(frames);
      }
      var answers = new ArrayList<Future<Answer>>();
      for (int i = 0; i < SESSIONS; i++) {
        String prefix = "findings/crowd/" + i + "/";
        sessions
            .get(i)
            .send(1, IntStream.range(0, EACH).mapToObj(n -> Sent.merge(prefix + n, "1")).toList());
        answers.add(people.submit(() -> put(editor, prefix + "person", "1")));
      }
      for (Frames frames : sessions) {
        replies.addAll(frames.replies().getRepliesList());
        frames.close();
      }
      for (Future<Answer> answer : answers) {
        assertThat(answer.get().status()).isIn(200, 429);
        overRest += answer.get().status() == 200 ? 1 : 0;
      }
    }

    assertThat(documents()).isEqualTo(before + ROOM);
    assertThat(replies).hasSize(SESSIONS * EACH);
    assertThat(replies)
        .filteredOn(Reply::hasRejection)
        .allMatch(reply -> reply.getRejection().getCode().equals("limit-exceeded"));
    assertThat(replies.stream().filter(reply -> !reply.hasRejection()).count() + overRest)
        .isEqualTo(ROOM);
  }

  @Test
  void shouldAnswerWhatIsRepeatedAtTheQuotaAsBefore() throws Exception {
    policies.activate(
        POLICY,
        """
        {"builtIn":"NamespaceQuota","parameters":{"tasks":1,"proposals":1}}""");
    String open = "{\"decision\":\"release\",\"instance\":\"%s\",\"subject\":1}";
    String task = "{\"capability\":\"nobody-has-it\"}";

    Answer opened = server.call(lead, "POST", Review.GROUP + "/proposals", open.formatted("a"));
    Answer again = server.call(historian, "POST", Review.GROUP + "/proposals", open.formatted("a"));
    Answer other = server.call(lead, "POST", Review.GROUP + "/proposals", open.formatted("b"));
    Answer submitted =
        server.call(lead, "POST", Review.GROUP + "/tasks", task, "Idempotency-Key", "once");
    Answer repeated =
        server.call(lead, "POST", Review.GROUP + "/tasks", task, "Idempotency-Key", "once");
    Answer second = server.call(lead, "POST", Review.GROUP + "/tasks", task);

    assertThat(opened.status()).as(opened.body()).isEqualTo(201);
    assertThat(again.status()).as(again.body()).isEqualTo(201);
    assertThat(again.text("id")).isEqualTo(opened.text("id"));
    assertThat(other.status()).as(other.body()).isEqualTo(429);
    assertThat(submitted.status()).as(submitted.body()).isEqualTo(201);
    assertThat(repeated.body()).isEqualTo(submitted.body());
    assertThat(second.status()).as(second.body()).isEqualTo(429);
  }

  @Test
  void shouldWarnOfAQuotaThatDoesNotBind() throws Exception {
    policies.activate(POLICY, quota("Warn", "documents", 0));
    int there = documents();

    Answer made = put(lead, "findings/warned", "1");
    Answer changed = put(lead, "findings/warned", "2");

    assertThat(made.status()).as(made.body()).isEqualTo(200);
    assertThat(made.response().headers().allValues("Warning"))
        .containsExactly(
            "299 synod \"review/builtin: the quota is 0 documents, and there are %d\""
                .formatted(there));
    assertThat(changed.response().headers().allValues("Warning")).isEmpty();
  }

  @Test
  void shouldRefuseAResourceBeyondTheQuota() throws Exception {
    policies.activate(POLICY, quota("Enforce", "groups", 1));
    String operator = synod.issuers().operator();
    String group =
        """
        {"operation":"create","kind":"%s","name":"more","user":{"username":"ada","groups":[]},
         "object":{"spec":{}},"oldObject":null,"dryRun":false}""";
    String admit = "/v1/namespaces/review/resources:admit";
    long before = denied();

    Answer beyond = server.call(operator, "POST", admit, group.formatted("CoordinationGroup"));
    Answer other = server.call(operator, "POST", admit, group.formatted("Workflow"));

    assertThat(beyond.text("reasons", 0, "message"))
        .as(beyond.body())
        .isEqualTo("the quota is 1 groups, and there are 1");
    assertThat(beyond.body()).contains("\"allowed\":false");
    assertThat(other.body()).contains("\"allowed\":true");
    assertThat(denied()).isEqualTo(before + 1);
  }

  /** How often the policy objected, as its status tells. */
  private static long denied() throws Exception {
    return Long.parseLong(policies.statuses().text(0, "status", "decisions", "denied"));
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
  void shouldLetNobodyVoteOnWhatTheyProposed() throws Exception {
    policies.activate(POLICY, "{\"builtIn\":\"SeparationOfDuties\"}");
    String proposals = Review.GROUP + "/proposals";
    String question = "{\"decision\":\"release\",\"instance\":\"duties\",\"subject\":1}";
    String ballot = "{\"option\":\"release\",\"reason\":\"\"}";

    String id = server.call(lead, "POST", proposals, question).text("id");
    Answer own = server.call(lead, "POST", proposals + "/" + id + ":ballot", ballot);
    Answer other = server.call(historian, "POST", proposals + "/" + id + ":ballot", ballot);

    assertThat(own.status()).as(own.body()).isEqualTo(403);
    assertThat(own.text("detail")).contains("who opens a proposal does not vote on it");
    assertThat(other.status()).as(other.body()).isEqualTo(200);
    assertThat(server.get(lead, proposals + "/" + id).text("openedBy"))
        .isEqualTo("agent:review/lead");
  }

  @Test
  void shouldNameControlsAndActionsOfItsOwnWhereNoneAreGiven() throws Exception {
    policies.activate(POLICY, "{\"builtIn\":\"SeparationOfDuties\"}");
    String viewer = synod.issuers().person("vera", "viewer:review");

    Answer policies = server.get(viewer, "/v1/namespaces/review/policies");

    assertThat(policies.text("items", 0, "rule", "actions", 0)).isEqualTo("approval.decide");
    assertThat(policies.text("items", 0, "rule", "actions", 1)).isEqualTo("proposal.ballot");
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
