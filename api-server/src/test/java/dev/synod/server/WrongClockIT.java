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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Three servers whose wall clocks are set wrong while they run. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WrongClockIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration AHEAD = Duration.ofHours(2);
  private static final Duration BEHIND = Duration.ofHours(-1);
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
    synod = Replicas.start(3, server -> server.withBug("clock=" + clockOf(server)));
    lasting = synod.issuers().agent("review", "lead", Duration.ofHours(8));
    admin = synod.issuers().person("ada", "admin");
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

  /** By its tokens one sees that a server's clock is wrong. */
  private static void awaitRefusalOfTheBriefToken(ApiServer server) {
    Await.until(
        LIMIT,
        "the clock is wrong",
        () -> server.get(brief(), Review.GROUP + "/state").status() == 401);
  }

  @Test
  @Order(1)
  void shouldLetNothingFallDueWhereTheLeadersClockIsSteppedAhead() throws Exception {
    ApiServer leader = synod.leader();
    ApiServer follower = synod.follower();

    step(leader, AHEAD);
    awaitRefusalOfTheBriefToken(leader);

    assertThat(follower.get(brief(), Review.GROUP + "/state").status()).isEqualTo(200);
    assertThatNothingFellDue(follower);
    assertThatNothingFellDue(leader);
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
      Await.until(
          LIMIT,
          "the clock is another",
          () -> server.get(brief(), Review.GROUP + "/state").status() == 200);
    }
    before.kill();
    ApiServer leader = synod.leader();
    var _ = open(leader, 2_000);

    int open = sessions(leader);

    // Nobody hears of the session: it ends in its time, by whatever clock.
    Await.until(LIMIT, "ended", () -> sessions(leader) == open - 1);
    assertThatNothingFellDue(leader);
    before.start();
  }

  private static int sessions(ApiServer server) throws Exception {
    return Integer.parseInt(server.get(admin, "/v1/cluster").text("sizes", "sessions"));
  }
}
