package dev.synod.server.edge;

import static dev.synod.server.Review.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.server.Review;
import dev.synod.testkit.Opa;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Events;
import dev.synod.testkit.server.Issuers;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Coordination over REST, as agents and people use it. */
class RestIT {
  @RegisterExtension static final Opa OPA = new Opa();

  private static final Duration BRIEF = Duration.ofSeconds(2);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String SESSIONS = "/v1/namespaces/review/sessions";

  private static Issuers issuers;
  private static ApiServer server;
  private static String admin;
  private static String lead;
  private static String historian;

  @BeforeAll
  static void start() throws Exception {
    issuers = new Issuers();
    server = new ApiServer(issuers, OPA.url(), OPA.bundlePort()).start();
    Review.declare(server, issuers);
    admin = issuers.person("ada", "admin");
    lead = issuers.agent("review", "lead");
    historian = issuers.agent("review", "historian");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    issuers.close();
  }

  @Test
  void shouldAssignTaskToTheSessionThatCanAndTakeItsResult() throws Exception {
    String session = Review.openSession(server, issuers, "historian");
    try (Events events =
        server.events(historian, "/v1/namespaces/review/sessions/" + session + "/events")) {
      events.next("progress");
      Answer task =
          server.call(
              admin,
              "POST",
              GROUP + "/tasks",
              "{\"capability\":\"git-history@1.0.0\",\"input\":{\"n\":1},\"agent\":\"historian\"}");
      assertThat(task.status()).isEqualTo(201);
      assertThat(events.next("assigned").data()).contains("\"id\":\"" + task.text("id") + "\"");

      Answer done =
          server.call(
              historian,
              "POST",
              GROUP + "/tasks/" + task.text("id") + ":complete",
              "{\"session\":\"%s\",\"token\":\"%s\",\"output\":{\"ok\":true}}"
                  .formatted(
                      session,
                      server.get(admin, GROUP + "/tasks/" + task.text("id")).text("token")));

      assertThat(done.text("status")).isEqualTo("Completed");
      assertThat(done.text("output")).isEqualTo("{\"ok\":true}");
    }
    assertThat(
            server
                .call(historian, "DELETE", "/v1/namespaces/review/sessions/" + session, "")
                .status())
        .isEqualTo(204);
  }

  @Test
  void shouldRefuseLateResultOfTaskThatWasGivenToAnother() throws Exception {
    String session = Review.openSession(server, issuers, "historian");
    Answer task =
        server.call(
            admin,
            "POST",
            GROUP + "/tasks",
            "{\"capability\":\"git-history\",\"agent\":\"historian\"}");
    String token = task.text("token");
    server.call(historian, "DELETE", "/v1/namespaces/review/sessions/" + session, "");
    String another = Review.openSession(server, issuers, "historian");

    Answer late =
        server.call(
            historian,
            "POST",
            GROUP + "/tasks/" + task.text("id") + ":complete",
            "{\"session\":\"%s\",\"token\":\"%s\",\"output\":1}".formatted(session, token));

    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text("code")).isEqualTo("stale-lease");
    Answer fenced =
        server.call(
            historian,
            "PATCH",
            GROUP + "/state/findings/late",
            "{}",
            "Synod-Task",
            task.text("id"),
            "Synod-Task-Token",
            token);
    assertThat(fenced.text("code")).isEqualTo("stale-lease");
    server.call(historian, "DELETE", "/v1/namespaces/review/sessions/" + another, "");
  }

  @Test
  void shouldMergeCompareAndCountSharedState() throws Exception {
    assertThat(server.call(lead, "PATCH", GROUP + "/state/findings/a/b", "{\"x\":1}").status())
        .isEqualTo(200);
    server.call(lead, "PATCH", GROUP + "/state/findings/a/b", "{\"y\":2}");
    Answer read = server.get(lead, GROUP + "/state/findings/a/b");
    assertThat(read.text("value")).isEqualTo("{\"x\":1,\"y\":2}");
    assertThat(read.response().headers().firstValue("ETag"))
        .contains("\"" + read.text("revision") + "\"");

    server.call(lead, "POST", GROUP + "/state/counts/n:add", "{\"delta\":2}");
    server.call(lead, "POST", GROUP + "/state/counts/n:add", "{\"delta\":0.5}");
    assertThat(server.get(lead, GROUP + "/state/counts/n").text("value")).isEqualTo("2.5");

    Answer created =
        server.call(lead, "PUT", GROUP + "/state/plan", "{\"v\":1}", "If-None-Match", "*");
    Answer stale =
        server.call(lead, "PUT", GROUP + "/state/plan", "{\"v\":2}", "If-Match", "\"1-1\"");
    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.text("expected")).isEqualTo("1-1");
    assertThat(stale.text("found")).isEqualTo(created.text("revision"));
    assertThat(stale.text("foundValue")).isEqualTo("{\"v\":1}");
    assertThat(stale.text("yourValue")).isEqualTo("{\"v\":2}");
    assertThat(
            server
                .call(
                    lead,
                    "PUT",
                    GROUP + "/state/plan",
                    "{\"v\":3}",
                    "If-Match",
                    "\"" + created.text("revision") + "\"")
                .status())
        .isEqualTo(200);
    assertThat(server.call(lead, "DELETE", GROUP + "/state/findings/a/b", "").status())
        .isEqualTo(200);
    assertThat(server.get(lead, GROUP + "/state/findings/a/b").status()).isEqualTo(404);
    assertThat(server.call(lead, "PUT", GROUP + "/state/elsewhere", "1").text("code"))
        .isEqualTo("undeclared-key");
  }

  @Test
  void shouldListByPrefixInPages() throws Exception {
    for (int i = 0; i < 5; i++) {
      server.call(lead, "PATCH", GROUP + "/state/findings/page/" + i, "{}");
    }

    Answer first = server.get(lead, GROUP + "/state?prefix=findings/page/&limit=3");
    assertThat(first.size("items")).isEqualTo(3);
    Answer rest =
        server.get(
            lead, GROUP + "/state?prefix=findings/page/&limit=3&after=" + first.text("next"));

    assertThat(rest.size("items")).isEqualTo(2);
    assertThat(rest.body()).doesNotContain("\"next\"");
  }

  @Test
  void shouldWatchFromTheBeginningAndResumeWithoutGap() throws Exception {
    server.call(lead, "PATCH", GROUP + "/state/findings/watch/1", "{}");
    String path = GROUP + "/state?prefix=findings/watch/";
    String id;
    try (Events watch = server.events(lead, path)) {
      assertThat(watch.next("put").data()).contains("findings/watch/1");
      id = watch.next("progress").id();
    }
    server.call(lead, "PATCH", GROUP + "/state/findings/watch/2", "{}");
    server.call(lead, "DELETE", GROUP + "/state/findings/watch/1", "");

    try (Events watch = server.events(lead, path, "Last-Event-ID", id)) {
      assertThat(watch.next(event -> true, "an event").data()).contains("findings/watch/2");
      assertThat(watch.next("delete").data()).contains("findings/watch/1");
    }
    try (Events old = server.events(lead, path, "Last-Event-ID", "7-1")) {
      assertThat(old.status()).isEqualTo(410);
      assertThat(old.problem()).contains("compacted");
    }
  }

  @Test
  void shouldRepeatNothingUnderTheSameIdempotencyKey() throws Exception {
    String body = "{\"delta\":1}";
    Answer first =
        server.call(lead, "POST", GROUP + "/state/counts/key:add", body, "Idempotency-Key", "k");
    Answer again =
        server.call(lead, "POST", GROUP + "/state/counts/key:add", body, "Idempotency-Key", "k");
    Answer other =
        server.call(
            lead, "POST", GROUP + "/state/counts/key:add", "{\"delta\":2}", "Idempotency-Key", "k");

    assertThat(again.text("revision")).isEqualTo(first.text("revision"));
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.text("code")).isEqualTo("idempotency-key-reused");
    assertThat(server.get(lead, GROUP + "/state/counts/key").text("value")).isEqualTo("1");
  }

  @Test
  void shouldOpenBarrierAndDecideProposalWhenAllHaveCome() throws Exception {
    String one = Review.openSession(server, issuers, "historian");
    String two = Review.openSession(server, issuers, "lead");
    String barrier = GROUP + "/barriers/all-reviewed/instances/r1";
    try (Events events = server.events(lead, "/v1/namespaces/review/sessions/" + two + "/events")) {
      Answer waiting =
          server.call(historian, "POST", barrier + ":arrive", "{\"session\":\"" + one + "\"}");
      assertThat(waiting.text("status")).isEqualTo("Waiting");
      Answer open = server.call(lead, "POST", barrier + ":arrive", "{\"session\":\"" + two + "\"}");
      assertThat(open.text("status")).isEqualTo("Open");
      assertThat(events.next("barrier").data()).contains("\"status\":\"Open\"");

      Answer proposal =
          server.call(
              lead,
              "POST",
              GROUP + "/proposals",
              "{\"decision\":\"release\",\"instance\":\"r1\",\"subject\":{\"tag\":\"v1\"}}");
      assertThat(events.next("proposal").data()).contains("\"status\":\"Open\"");
      String ballot = GROUP + "/proposals/" + proposal.text("id") + ":ballot";
      server.call(lead, "POST", ballot, "{\"option\":\"release\",\"reason\":\"fine\"}");
      assertThat(server.call(lead, "POST", ballot, "{\"option\":\"reject\"}").text("code"))
          .isEqualTo("already-voted");
      Answer decided =
          server.call(historian, "POST", ballot, "{\"option\":\"release\",\"reason\":\"ok\"}");

      assertThat(decided.text("outcome")).isEqualTo("release");
      assertThat(decided.text("ballots", "lead", "reason")).isEqualTo("fine");
    }
    server.call(historian, "DELETE", "/v1/namespaces/review/sessions/" + one, "");
    server.call(lead, "DELETE", "/v1/namespaces/review/sessions/" + two, "");
  }

  @Test
  void shouldExpireSilentSessionAndKeepOneThatBeats() throws Exception {
    Await.until(LIMIT, "the silent one has ended alone", RestIT::endsBesideOneThatBeats);
  }

  /** Whether one was let beat in time, and the other has ended. */
  private static boolean endsBesideOneThatBeats() throws Exception {
    String body = "{\"agent\":\"lead\",\"ttlMillis\":%d}".formatted(BRIEF.toMillis());
    String silent = server.call(lead, "POST", SESSIONS, body).text("session");
    long heardNanos = System.nanoTime();
    String alive = server.call(lead, "POST", SESSIONS, body).text("session");
    String agents = "/v1/namespaces/review/agents";
    long beganNanos = heardNanos;
    while (server.get(admin, agents).body().contains("\"id\":\"" + silent + "\"")) {
      long beatNanos = System.nanoTime();
      Answer beat = server.call(lead, "POST", SESSIONS + "/" + alive + ":heartbeat", "");
      if (beat.status() != 204) {
        // Then the machine stood still, and nothing can be told.
        assertThat(Duration.ofNanos(System.nanoTime() - heardNanos)).isGreaterThan(BRIEF);
        return false;
      }
      heardNanos = beatNanos;
      assertThat(Duration.ofNanos(beatNanos - beganNanos))
          .as("the silent one is still there")
          .isLessThan(LIMIT);
    }
    assertThat(server.call(lead, "POST", SESSIONS + "/" + silent + ":heartbeat", "").text("code"))
        .isEqualTo("session-gone");
    server.call(lead, "DELETE", SESSIONS + "/" + alive, "");
    return true;
  }

  @Test
  void shouldReadOwnWritesAndSayHowOldAStaleReadIs() throws Exception {
    String revision =
        server.call(lead, "PATCH", GROUP + "/state/findings/own", "{}").text("revision");
    Answer own =
        server.send(
            server
                .request(lead, GROUP + "/state/findings/own")
                .header("Synod-Min-Revision", revision)
                .GET()
                .build());
    Answer stale = server.get(lead, GROUP + "/state?consistency=stale");

    assertThat(own.status()).isEqualTo(200);
    assertThat(stale.response().headers().firstValue("Synod-Age-Millis")).isPresent();
    assertThat(stale.response().headers().firstValue("Synod-Revision")).isPresent();
    assertThat(server.get(lead, GROUP + "/state?consistency=fresh").status()).isEqualTo(400);
  }

  @Test
  void shouldFeedStatusesOfDeclarationsAsTheyChange() throws Exception {
    String operator = issuers.operator();
    try (Events feed = server.events(operator, "/v1/declarations/agents/status")) {
      feed.next(e -> e.data().contains("\"name\":\"lead\""), "the status of lead");
      String session = Review.openSession(server, issuers, "lead");
      feed.next(
          e -> e.data().contains("\"name\":\"lead\"") && e.data().contains("\"connected\":1"),
          "a connected lead");
      server.call(lead, "DELETE", "/v1/namespaces/review/sessions/" + session, "");
    }
    Answer declared = server.get(operator, "/v1/declarations/agents");
    assertThat(declared.text(0, "name")).isEqualTo("historian");
    Answer foreign =
        server.call(operator, "DELETE", "/v1/declarations/agents/review/lead?uid=other", "");
    assertThat(foreign.status()).isEqualTo(200);
    assertThat(server.get(operator, "/v1/declarations/agents").size()).isEqualTo(2);
  }

  @Test
  void shouldAnswerBadInputWithProblems() throws Exception {
    Answer unknown =
        server.call(admin, "POST", GROUP + "/tasks", "{\"capability\":\"a\",\"inpt\":1}");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.text("detail")).contains("'inpt'", "input");
    assertThat(unknown.response().headers().firstValue("Content-Type"))
        .contains("application/problem+json");
    Answer large =
        server.call(
            lead, "PATCH", GROUP + "/state/findings/large", "\"" + "x".repeat(2_000_000) + "\"");
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.text("code")).isEqualTo("too-large");
    Answer document =
        server.call(
            lead, "PATCH", GROUP + "/state/findings/large", "\"" + "x".repeat(300_000) + "\"");
    assertThat(document.status()).isEqualTo(413);
    assertThat(server.get(admin, "/v1/nothing").text("code")).isEqualTo("not-found");
    assertThat(server.call(admin, "PATCH", "/v1/cluster", "{}").status()).isEqualTo(405);
    assertThat(server.get(admin, GROUP + "/state?limit=0").status()).isEqualTo(400);
    assertThat(server.get(admin, "/v1/namespaces/UPPER/runs").status()).isEqualTo(400);
    assertThat(server.get(admin, GROUP + "/tasks/999999999999999999999").status()).isEqualTo(400);
    assertThat(
            server
                .call(
                    lead,
                    "POST",
                    GROUP + "/state/counts/x:add",
                    "{\"delta\":1}",
                    "Idempotency-Key",
                    "ä b")
                .status())
        .isEqualTo(400);
  }

  @Test
  void shouldDescribeItself() throws Exception {
    Answer openapi = server.get("", "/q/openapi?format=json");
    assertThat(openapi.text("openapi")).startsWith("3.1");
    assertThat(openapi.body())
        .contains("/v1/namespaces/{ns}/groups/{group}/state", "/v1/declarations/{kind}");
    assertThat(server.get("", "/q/metrics").body()).contains("synod_gateway_streams_open");
    assertThat(server.get("", "/q/health/live").status()).isEqualTo(200);
    Answer cluster = server.get(admin, "/v1/cluster");
    assertThat(cluster.text("parts", "policy")).isEqualTo("Up");
    assertThat(server.get(admin, "/v1/log?limit=3").body().lines()).hasSize(3);
  }
}
