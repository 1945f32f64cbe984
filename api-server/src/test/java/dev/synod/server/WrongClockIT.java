package dev.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Replicas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Three servers whose wall clocks are set wrong while they run. */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WrongClockIT {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Duration AHEAD = Duration.ofHours(2);
  private static final Duration BEHIND = Duration.ofHours(-1);
  private static final long ROUNDED_MILLIS = 2;
  private static final String STATE = Review.GROUP + "/state/";
  private static final String SESSIONS = "/v1/namespaces/review/sessions";
  private static final String[] ONCE = {"Idempotency-Key", "wrong-clock"};

  private static Replicas synod;

  private static String lasting;
  private static String admin;
  private static String written;
  private static String session;

  @BeforeAll
  static void start() throws Exception {
    // Nobody is elected because the whole machine stood still for a moment.
    synod =
        Replicas.start(
            3,
            server ->
                server
                    .withBug("clock=" + clockOf(server))
                    .with("SYNOD_ELECTION_MIN", "2s")
                    .with("SYNOD_ELECTION_MAX", "3s"));
    lasting = synod.issuers().agent("review", "lead", Duration.ofHours(8));
    JwtClaims claims = synod.issuers().personClaims("ada", "admin");
    claims.setExpirationTimeMinutesInTheFuture(Duration.ofHours(8).toMinutes());
    admin = synod.issuers().sign(claims);
    Review.declare(synod.follower(), synod.issuers());
    for (ApiServer server : synod.servers()) {
      Await.until(
          LIMIT, "declared", () -> server.get(brief(), Review.GROUP + "/state").status() == 200);
    }
    Answer first = once(synod.leader());
    assertThat(first.status()).as(first.body()).isEqualTo(200);
    written = first.body();
    session = open(synod.leader(), 300_000).text("session");
  }

  @AfterAll
  static void stop() {
    synod.close();
  }

  /**
   * A token for an hour, which is over where a clock is two hours ahead. It is a new one each time,
   * for what was once found good is good for a while.
   */
  private static String brief() {
    return synod.issuers().agent("review", "lead");
  }

  private static Path clockOf(ApiServer server) {
    return server.directory().resolve("clock");
  }

  private static void step(ApiServer server, Duration by) {
    try {
      Files.writeString(clockOf(server), "" + by.toMillis());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer once(ApiServer server) throws IOException, InterruptedException {
    return server.call(lasting, "PUT", STATE + "findings/once", "1", ONCE);
  }

  private static Answer open(ApiServer server, long ttlMillis) throws Exception {
    Answer opened =
        server.call(
            lasting,
            "POST",
            SESSIONS,
            "{\"agent\":\"lead\",\"ttlMillis\":%d}".formatted(ttlMillis));
    assertThat(opened.status()).as(opened.body()).isEqualTo(201);
    return opened;
  }

  private static void assertThatNothingFellDue(ApiServer server) throws Exception {
    Await.until(
        LIMIT,
        "written",
        () -> server.call(lasting, "PUT", STATE + "findings/again", "2").status() == 200);
    // The outcome under the key is kept for an hour, and the session for five minutes.
    Answer repeated = once(server);
    assertThat(repeated.status()).as(repeated.body()).isEqualTo(200);
    assertThat(repeated.body()).isEqualTo(written);
    Answer heard = server.call(lasting, "POST", SESSIONS + "/" + session + ":heartbeat", "");
    assertThat(heard.status()).as(heard.body()).isLessThan(300);
  }

  /** A session of which nobody hears ends in its time, by whatever clock. */
  private static void assertThatWhatIsDueFallsDue(ApiServer server) throws Exception {
    int before = sessions(server);
    var _ = open(server, 2_000);
    Await.until(LIMIT, "ended", () -> sessions(server) == before);
  }

  /** By its tokens one sees that a server's clock is wrong. */
  private static void awaitRefusalOfTheBriefToken(ApiServer server) {
    Await.until(
        LIMIT,
        "the clock is wrong",
        () -> server.get(brief(), Review.GROUP + "/state").status() == 401);
  }

  private static void awaitTheBriefToken(ApiServer server) {
    Await.until(
        LIMIT,
        "the clock is another",
        () -> server.get(brief(), Review.GROUP + "/state").status() == 200);
  }

  /**
   * That time goes on by a leader that stays one, as fast as it does here: between two writes as
   * much of it passes in the log as between the requests for them, by a monotonic clock.
   */
  private static void assertThatTimeGoesOn(Reign reign, Timed before) throws Exception {
    Timed now = timed(reign.server());
    assertThat(reign(reign.server())).isEqualTo(reign);
    assertThat(now.atMillis() - before.atMillis())
        .as("milliseconds of the log")
        .isBetween(
            (now.invokedNanos() - before.returnedNanos()) / 1_000_000 - ROUNDED_MILLIS,
            (now.returnedNanos() - before.invokedNanos()) / 1_000_000 + ROUNDED_MILLIS);
  }

  /** A server that leads, and the term in which it does. */
  private record Reign(ApiServer server, String term) {}

  private static Reign reign(ApiServer server) throws Exception {
    Answer cluster = server.get(admin, "/v1/cluster");
    assertThat(cluster.text("leader")).isEqualTo(cluster.text("self"));
    return new Reign(server, cluster.text("term"));
  }

  /** The time of the log at a write, and when that was asked for and answered. */
  private record Timed(long atMillis, long invokedNanos, long returnedNanos) {}

  private static Timed timed(ApiServer server) throws Exception {
    long invoked = System.nanoTime();
    Answer put = server.call(lasting, "PUT", STATE + "findings/timed", "" + invoked);
    long returned = System.nanoTime();
    assertThat(put.status()).as(put.body()).isEqualTo(200);
    Answer got = server.get(lasting, STATE + "findings/timed");
    return new Timed(Instant.parse(got.text("updatedAt")).toEpochMilli(), invoked, returned);
  }

  @Test
  @Order(1)
  void shouldGoOnLeadingWithTimeAsItWasWhereTheLeadersClockIsSteppedAheadAndBack()
      throws Exception {
    ApiServer follower = synod.follower();
    Reign reign = reign(synod.leader());
    ApiServer leader = reign.server();
    Timed before = timed(leader);

    step(leader, AHEAD);
    awaitRefusalOfTheBriefToken(leader);

    assertThat(follower.get(brief(), Review.GROUP + "/state").status()).isEqualTo(200);
    assertThatNothingFellDue(follower);
    assertThatNothingFellDue(leader);
    assertThatTimeGoesOn(reign, before);

    step(leader, BEHIND);
    awaitTheBriefToken(leader);

    assertThatWhatIsDueFallsDue(leader);
    assertThatNothingFellDue(leader);
    assertThatTimeGoesOn(reign, before);
  }

  @Test
  @Order(2)
  void shouldLetNothingFallDueWhereOneTakesOverWhoseClockIsAhead() throws Exception {
    ApiServer before = synod.leader();
    for (ApiServer server : synod.servers()) {
      step(server, AHEAD);
      awaitRefusalOfTheBriefToken(server);
    }

    before.kill();

    for (ApiServer server : synod.servers()) {
      if (server != before) {
        assertThatNothingFellDue(server);
      }
    }
    before.start();
  }

  @Test
  @Order(3)
  void shouldLetTimeGoOnWhereOneTakesOverWhoseClockIsBehind() throws Exception {
    ApiServer before = synod.leader();
    for (ApiServer server : synod.servers()) {
      step(server, BEHIND);
      awaitTheBriefToken(server);
    }
    before.kill();
    ApiServer leader = synod.leader();

    assertThatWhatIsDueFallsDue(leader);
    assertThatNothingFellDue(leader);
    before.start();
  }

  private static int sessions(ApiServer server) throws Exception {
    return Integer.parseInt(server.get(admin, "/v1/cluster").text("sizes", "sessions"));
  }
}
