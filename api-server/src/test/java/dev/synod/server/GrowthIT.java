package dev.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.dev.workspace.FileTree;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Replicas;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One server becomes three, and one of those comes and goes. */
@Timeout(600)
class GrowthIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String STATE = Review.GROUP + "/state/";
  private static final String MEMBERS = "/v1/cluster/members";
  private static final int DOCUMENTS = 300;

  private Replicas synod;

  @AfterEach
  void stop() {
    if (synod != null) {
      synod.close();
    }
  }

  @Test
  void shouldTakeItsDataAlongAndTakeBackWhomItLetGo() throws Exception {
    // Given one server with data
    synod = Replicas.startOneOf(3);
    ApiServer first = synod.servers().getFirst();
    String lead = synod.issuers().agent("review", "lead");
    String admin = synod.issuers().person("ada", "admin");
    Review.declare(first, synod.issuers());
    Await.until(
        LIMIT,
        "declared",
        () -> first.call(lead, "PUT", STATE + "findings/0", "0").status() == 200);
    for (int i = 1; i < DOCUMENTS; i++) {
      assertThat(first.call(lead, "PUT", STATE + "findings/" + i, "" + i).status()).isEqualTo(200);
    }

    // When it is started anew among three
    synod.grow();

    // Then each of them has it all, and any one can be missed
    Await.until(LIMIT, "three members", () -> members(first, admin) == 3);
    ApiServer last = synod.servers().getLast();
    for (int i : new int[] {0, DOCUMENTS / 2, DOCUMENTS - 1}) {
      assertThat(last.get(lead, STATE + "findings/" + i).text("value")).isEqualTo("" + i);
    }
    first.kill();
    Await.until(
        LIMIT,
        "written without it",
        () -> last.call(lead, "PUT", STATE + "findings/grown", "1").status() == 200);
    first.start();
    Await.until(LIMIT, "led", () -> first.get(admin, MEMBERS).body().contains("\"Leader\""));

    // When one is let go, and taken back where it still runs
    Answer gone = first.call(admin, "POST", MEMBERS + "/r3:remove", "");
    assertThat(gone.status()).as(gone.body()).isEqualTo(200);
    assertThat(members(first, admin)).isEqualTo(2);
    assertThat(first.call(lead, "PUT", STATE + "findings/two", "2").status()).isEqualTo(200);
    assertThat(last.isRunning()).isTrue();
    Answer back = first.call(admin, "POST", MEMBERS + "/r3:add", "");

    if (back.status() != 200) {
      // Its log has stopped already, or just then, and it says what to do.
      Await.until(
          LIMIT,
          "told what to do",
          () -> {
            Answer told = first.call(admin, "POST", MEMBERS + "/r3:add", "");
            return told.status() == 200 || told.body().contains("empty its directory and start it");
          });
      last.kill();
      FileTree.delete(last.directory().resolve("data"));
      last.start();
    }

    // Then it has what happened meanwhile
    assertThat(back.status()).as(back.body()).isIn(200, 400, 503);
    Await.until(LIMIT, "three members", () -> members(first, admin) == 3);
    Await.until(LIMIT, "caught up", () -> last.get(lead, STATE + "findings/two").status() == 200);
  }

  private static int members(ApiServer server, String admin) throws Exception {
    return server.get(admin, "/v1/cluster").size("replicas");
  }
}
