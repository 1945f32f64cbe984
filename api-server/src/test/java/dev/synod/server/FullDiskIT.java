package dev.synod.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Replicas;
import dev.synod.testkit.server.SmallDisk;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One server that fills its own small disk. */
@Timeout(600)
class FullDiskIT {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final String STATE = Review.GROUP + "/state/";
  private static final long MIB = 1L << 20;
  private static final long DISK_BYTES = 112 * MIB;
  private static final long RESERVE_BYTES = 32 * MIB;
  private static final int DOCUMENT_CHARS = 200_000;

  private final AtomicReference<SmallDisk> disk = new AtomicReference<>();
  private Replicas synod;

  @AfterEach
  void stop() {
    if (synod != null) {
      synod.close();
      disk.get().close();
    }
  }

  @Test
  void shouldKeepWhatItTookAndTakeMoreOnceTheDiskIsLarger() throws Exception {
    assumeTrue(
        SmallDisk.canBeMade(),
        "SKIPPED, and nothing is known of full disks: only root can mount a small file system.");
    synod =
        Replicas.start(
            1,
            server -> {
              disk.set(SmallDisk.at(server.directory().resolve("data"), DISK_BYTES));
              var _ = server.with("SYNOD_DISK_RESERVE", RESERVE_BYTES / MIB + "M");
            });
    ApiServer server = synod.leader();
    Review.declare(server, synod.issuers());
    String lead = synod.issuers().agent("review", "lead");
    Await.until(LIMIT, "declared", () -> put(server, lead, "first").status() == 200);
    String large = "x".repeat(DOCUMENT_CHARS);

    // Each write goes into the log and into the journal, until the reserve is all that is left.
    int taken = 0;
    Answer answer = put(server, lead, taken + large);
    while (answer.status() == 200) {
      taken++;
      answer = put(server, lead, taken + large);
    }

    assertThat(taken).isGreaterThan(10);
    assertThat(answer.status()).as(answer.body()).isEqualTo(503);
    assertThat(answer.text("detail"))
        .contains("Expected at least " + RESERVE_BYTES + " bytes free", "nothing was changed");
    assertThat(disk.get().freeBytes()).isGreaterThan(RESERVE_BYTES / 2);
    String kept = server.get(lead, STATE + "findings/large").text("value");
    assertThat(kept).hasSize((taken - 1 + large).length()).startsWith(taken - 1 + "x");
    assertThat(server.isReady()).isTrue();

    // A crash changes nothing about it.
    server.kill();
    server.start();
    assertThat(server.get(lead, STATE + "findings/large").text("value")).isEqualTo(kept);
    assertThat(put(server, lead, "refused").status()).isEqualTo(503);

    disk.get().grow(2 * DISK_BYTES);
    Await.until(LIMIT, "taken again", () -> put(server, lead, "more").status() == 200);
    assertThat(server.get(lead, STATE + "findings/large").text("value")).isEqualTo("more");
  }

  private static Answer put(ApiServer server, String token, String text) throws Exception {
    return server.call(token, "PUT", STATE + "findings/large", "\"" + text + "\"");
  }
}
