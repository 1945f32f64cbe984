package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.server.Installation;
import dev.synod.server.Review;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.Await;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that has room for one decision, and no PostgreSQL. */
class DroppedDecisionsIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Pattern DROPPED =
      Pattern.compile("\"dropped\":[1-9]\\d*,\"type\":\"RecordDecisions\"");

  private static Installation synod;
  private static String viewer;

  @BeforeAll
  static void start() throws Exception {
    synod = Installation.start(Map.of("SYNOD_GOVERNANCE_DECISION_LOG_PENDING_MAX", "1"));
    viewer = synod.issuers().person("vera", "viewer");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    synod.close();
  }

  @Test
  void shouldDenyWithoutAnIdAndLogHowManyThereWasNoRoomFor() throws Exception {
    Await.until(
        LIMIT,
        "a denial found no room",
        () -> {
          Answer write = synod.server().call(viewer, "PATCH", Review.GROUP + "/state/a/b", "{}");
          Answer submit = synod.server().call(viewer, "POST", Review.GROUP + "/tasks", "{}");
          assertThat(write.status()).isEqualTo(403);
          assertThat(submit.status()).as(submit.body()).isEqualTo(403);
          return !submit.body().contains("\"decision\"") || !write.body().contains("\"decision\"");
        });

    String admin = synod.issuers().person("ada", "admin");
    Await.until(
        LIMIT,
        "the log has the count",
        () ->
            synod
                .server()
                .get(admin, "/v1/log?limit=5000")
                .body()
                .lines()
                .anyMatch(line -> DROPPED.matcher(line).find()));
  }

  @Test
  void shouldSayThatDecisionsNeedADatabase() throws Exception {
    Answer answer = synod.server().get(viewer, "/v1/decisions/any");

    assertThat(answer.text("code")).isEqualTo("failed-precondition");
    assertThat(answer.text("detail")).contains("SYNOD_DB_URL");
  }
}
