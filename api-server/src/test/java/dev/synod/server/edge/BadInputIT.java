package dev.synod.server.edge;

import static dev.synod.server.Review.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.v1.GroupRef;
import dev.synod.api.v1.Rejection;
import dev.synod.api.v1.WatchDocumentsRequest;
import dev.synod.server.Review;
import dev.synod.server.Rpc;
import dev.synod.server.SharedInstallation;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Events;
import dev.synod.testkit.server.Issuers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What callers get wrong, and what they are told. */
class BadInputIT {
  @RegisterExtension static final SharedInstallation SYNOD = new SharedInstallation();

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String HASTY = "/v1/namespaces/review/groups/hasty";

  private static ApiServer server;
  private static Issuers issuers;
  private static String lead;
  private static String admin;

  @BeforeAll
  static void declare() throws Exception {
    server = SYNOD.server();
    issuers = SYNOD.issuers();
    lead = issuers.agent("review", "lead");
    admin = issuers.person("ada", "admin");
    Answer declared =
        manifest(
            """
            {"uid":"hasty","generation":1,"spec":{
              "members":{"selector":{"matchLabels":{"team":"review"}},"minimum":1},
              "state":{"keys":[{"prefix":"bulk/","merge":"LastWriter"}]},
              "barriers":[{"name":"two","parties":{"count":2},"timeout":"60s"}],
              "decisions":[{"name":"release","options":["yes","no"],"quorumPercent":100,
                            "deadline":"500ms"}]}}""");
    assertThat(declared.status()).as(declared.body()).isEqualTo(200);
  }

  private static Answer manifest(String body) throws IOException, InterruptedException {
    return server.call(issuers.operator(), "PUT", "/v1/declarations/groups/review/hasty", body);
  }

  @Test
  void shouldSayWhichFieldIsUnknownAndWhichAreKnown() throws Exception {
    invalid("/sessions", "{\"agent\":\"lead\",\"ttl\":1}", "'ttl'", "ttlMillis");
    invalid(
        "/groups/release-review/tasks/1:fail",
        "{\"session\":\"1\",\"token\":\"1\",\"error\":{\"titel\":\"x\"}}",
        "'titel'",
        "title");
    assertThat(manifest("{\"uid\":\"hasty\",\"generation\":1,\"sepc\":{}}").text("detail"))
        .contains("'sepc'", "spec");
  }

  @Test
  void shouldSayThatANameInThePathIsEmpty() throws Exception {
    for (String path :
        List.of(
            "/v1/namespaces//groups",
            "/v1/namespaces/review/groups//state",
            "/v1/audit/holds/:release",
            "/v1/audit/holds/",
            GROUP + "/state/findings//x")) {
      Answer nameless = server.call(lead, "POST", path, "{}");

      assertThat(nameless.status()).as(path).isEqualTo(400);
      assertThat(nameless.text("detail"))
          .startsWith(
              "Expected a path of this API with a name in each part of it, but found an empty one in "
                  + path);
    }
    assertThat(server.call(lead, "PATCH", GROUP + "/state/findings//x", "{}").status())
        .isEqualTo(400);
    assertThat(server.get(lead, GROUP + "/state/findings/x").status()).isEqualTo(404);
    assertThat(server.get(lead, "/v1/nowhere").text("detail"))
        .startsWith("Expected a path of this API");
  }

  @Test
  void shouldSayWhichFieldIsOfTheWrongKind() throws Exception {
    invalid("/sessions", "{\"agent\":7}", "a string", "'agent'");
    invalid("/sessions", "{\"agent\":\"lead\",\"ttlMillis\":\"1\"}", "whole number", "'ttlMillis'");
    invalid("/sessions", "{\"agent\":\"lead\",\"ttlMillis\":1.5}", "whole number", "'ttlMillis'");
    invalid("/sessions", "{\"agent\":\"lead\",\"capabilities\":\"x\"}", "a list");
    invalid("/sessions", "[]", "an object");
    invalid("/sessions", "", "Expected a JSON body");
    invalid("/groups/release-review/state/counts/bad:add", "{\"delta\":\"1\"}", "Expected");
    assertThat(
            manifest("{\"uid\":\"h\",\"generation\":1,\"spec\":{\"barriers\":{}}}").text("detail"))
        .contains("Expected a list in spec.barriers");
  }

  @Test
  void shouldRefuseTextThatIsNoStrictJson() throws Exception {
    String state = "/groups/release-review/state/findings/bad";
    refusedDocument("{\"a\":1,\"a\":2}", "uplicate");
    refusedDocument("NaN", "NaN");
    refusedDocument("{\"a\":Infinity}", "Infinity");
    refusedDocument("[".repeat(65) + "]".repeat(65), "64");
    refusedDocument("{\"a\":".repeat(65) + "1" + "}".repeat(65), "64");
    refusedDocument("1e999999999", "Expected");
    refusedDocument("9".repeat(2_000), "");
    refusedDocument("{\"a\":1} x", "");
    refusedDocument("{'a':1}", "");
    refusedDocument("{\"a\":01}", "");
    refusedDocument("\"\\ud800\"", "");
    assertThat(server.get(lead, "/v1/namespaces/review" + state).status()).isEqualTo(404);
  }

  private static void refusedDocument(String json, String reason) throws Exception {
    Answer answer = server.call(lead, "PATCH", GROUP + "/state/findings/bad", json);
    assertThat(answer.status()).as(json + " -> " + answer.body()).isEqualTo(400);
    assertThat(answer.text("code")).isEqualTo("invalid-argument");
    assertThat(answer.text("detail")).contains(reason).doesNotContain("com.fasterxml");
  }

  @Test
  void shouldRefuseAManifestThatIsTooLargeHoweverItIsSent() throws Exception {
    String large =
        "{\"uid\":\"hasty\",\"generation\":2,\"spec\":{\"x\":\"%s\"}}"
            .formatted("x".repeat(1_200_000));

    Answer told = manifest(large);
    Answer untold =
        server.send(
            server
                .request(issuers.operator(), "/v1/declarations/groups/review/hasty")
                .header("Content-Type", "application/json")
                .PUT(
                    BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))))
                .build());

    assertThat(told.status()).isEqualTo(413);
    assertThat(told.text("detail")).contains("at most 1048576 bytes", "found");
    assertThat(untold.status()).as(untold.body()).isEqualTo(413);
    assertThat(untold.text("code")).isEqualTo("too-large");
    assertThat(untold.text("detail")).contains("at most 1048576 bytes");
  }

  @Test
  void shouldRefuseAnotherContentTypeAndAnUnacceptableAnswer() throws Exception {
    Answer text =
        server.send(
            server
                .request(lead, GROUP + "/state/findings/bad")
                .header("Content-Type", "text/plain")
                .PUT(BodyPublishers.ofString("1"))
                .build());
    Answer image =
        server.send(
            server.request(lead, GROUP + "/state").header("Accept", "image/png").GET().build());

    assertThat(text.status()).isEqualTo(415);
    assertThat(text.text("detail")).contains("Content-Type");
    assertThat(image.status()).isEqualTo(406);
    assertThat(image.text("detail")).contains("Accept");
  }

  @Test
  void shouldRefuseABallotAfterTheDeadline() throws Exception {
    String proposals = HASTY + "/proposals";
    String id =
        server
            .call(lead, "POST", proposals, "{\"decision\":\"release\",\"instance\":\"late\"}")
            .text("id");
    Await.until(
        LIMIT,
        "the deadline has passed",
        () -> server.get(lead, proposals + "/" + id).text("status").equals("Decided"));

    Answer late =
        server.call(lead, "POST", proposals + "/" + id + ":ballot", "{\"option\":\"yes\"}");

    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text("code")).isEqualTo("ballot-closed");
    assertThat(late.text("detail")).contains("Expected");
    assertThat(server.get(lead, proposals + "/" + id).text("outcome")).isEqualTo("NoQuorum");
  }

  @Test
  void shouldFreeTheBarrierSeatOfASessionThatDied() throws Exception {
    String barrier = HASTY + "/barriers/two/instances/seats";
    String sessions = "/v1/namespaces/review/sessions";
    String brief =
        Await.found(LIMIT, "seated in the session's time", () -> seated(sessions, barrier));

    Await.until(
        LIMIT,
        "the seat is free again",
        () -> !server.get(lead, barrier).at("arrived").json().contains("lead"));

    Answer late = server.call(lead, "POST", barrier + ":arrive", "{\"session\":\"" + brief + "\"}");
    assertThat(late.text("code")).isEqualTo("session-gone");
    String next = Review.openSession(server, issuers, "lead");
    Answer again = server.call(lead, "POST", barrier + ":arrive", "{\"session\":\"" + next + "\"}");
    assertThat(again.text("status")).isEqualTo("Waiting");
    assertThat(again.at("arrived").json()).contains("lead");
    server.call(lead, "DELETE", sessions + "/" + next, "");
  }

  /** A session of a second that has a seat, unless the second was over before. */
  private static Optional<String> seated(String sessions, String barrier) throws Exception {
    String session =
        server
            .call(lead, "POST", sessions, "{\"agent\":\"lead\",\"ttlMillis\":1000}")
            .text("session");
    Answer seated =
        server.call(lead, "POST", barrier + ":arrive", "{\"session\":\"" + session + "\"}");
    if (seated.status() != 200) {
      assertThat(seated.text("code")).isEqualTo("session-gone");
      return Optional.empty();
    }
    assertThat(seated.at("arrived").json()).contains("lead");
    return Optional.of(session);
  }

  @Test
  void shouldTellAWatchThatItsPlaceIsNoLongerHeld() throws Exception {
    String path = HASTY + "/state?prefix=bulk/";
    String seen = server.call(lead, "PUT", HASTY + "/state/bulk/a", "1").text("revision");
    String large = "\"" + "x".repeat(250_000) + "\"";
    for (int i = 0; i < 140; i++) {
      assertThat(server.call(lead, "PUT", HASTY + "/state/bulk/a", large).status()).isEqualTo(200);
    }

    try (Events watch = server.events(lead, path, "Last-Event-ID", seen)) {
      assertThat(watch.status()).isEqualTo(410);
      assertThat(watch.problem()).contains("compacted", "Begin anew");
    }
    long revision = Long.parseLong(seen.substring(seen.indexOf('-') + 1));
    try (Rpc rpc = new Rpc(server)) {
      var changes =
          rpc.calls(lead)
              .watchDocuments(
                  WatchDocumentsRequest.newBuilder()
                      .setGroup(GroupRef.newBuilder().setNamespace("review").setName("hasty"))
                      .setPrefix("bulk/")
                      .setResumeAfter(revision)
                      .build());
      Rejection refusal =
          Rpc.refusal(
              () ->
                  changes.forEachRemaining(
                      change -> assertThat(change.getRevision()).isEqualTo(revision)));
      assertThat(refusal.getCode()).isEqualTo("compacted");
      assertThat(refusal.getMessage()).contains("events after " + revision + " are gone");
    }
    try (Events anew = server.events(lead, path)) {
      assertThat(anew.next("put").data()).contains("bulk/a");
    }
    server.call(lead, "DELETE", HASTY + "/state/bulk/a", "");
  }

  @Test
  void shouldEndAWatchWhenTheTokenRunsOut() throws Exception {
    try (Events watch = Await.found(LIMIT, "a watch in its token's time", BadInputIT::brief)) {
      assertThat(watch.next("closed").data()).contains("unauthenticated", "expired", "resumeAfter");
    }
  }

  /** A watch by a token of two seconds, unless they were over before. */
  private static Optional<Events> brief() throws Exception {
    String token = issuers.agent("review", "lead", Duration.ofSeconds(2));
    Events watch = server.events(token, GROUP + "/state");
    return watch.status() == 200 ? Optional.of(watch) : Optional.empty();
  }

  /** Names and data of the events that have come. */
  private static List<String> told(Events events) {
    return Stream.generate(events::now)
        .takeWhile(Optional::isPresent)
        .map(event -> event.orElseThrow().name() + event.orElseThrow().data())
        .toList();
  }

  @Test
  void shouldRefuseMoreStreamsOfOneCallerThanTheLimit() throws Exception {
    String greedy = issuers.person("greedy", "viewer");
    var open = new ArrayList<Events>();
    try {
      for (int i = 0; i < 64; i++) {
        Events events = server.events(greedy, GROUP + "/state");
        open.add(events);
        assertThat(events.status()).isEqualTo(200);
      }
      try (Events one = server.events(greedy, GROUP + "/state")) {
        assertThat(one.status())
            .as("with streams that were told: %s", open.stream().map(BadInputIT::told).toList())
            .isEqualTo(429);
        assertThat(one.problem()).contains("limit-exceeded", "at most 64", "Close some");
      }
      try (Events other = server.events(admin, GROUP + "/state")) {
        assertThat(other.status()).isEqualTo(200);
      }
    } finally {
      for (Events events : open) {
        events.close();
      }
    }
    Await.until(
        LIMIT,
        "places are given back",
        () -> {
          try (Events events = server.events(greedy, GROUP + "/state")) {
            return events.status() == 200;
          }
        });
  }

  private static void invalid(String path, String body, String... reasons) throws Exception {
    Answer answer = server.call(lead, "POST", "/v1/namespaces/review" + path, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.text("code")).isEqualTo("invalid-argument");
    assertThat(answer.text("detail")).contains("Expected").contains(reasons);
  }
}
