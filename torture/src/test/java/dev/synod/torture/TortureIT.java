package dev.synod.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.torture.client.Watcher;
import dev.synod.torture.fault.Fault;
import dev.synod.torture.fault.Nemesis;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real servers under faults of one seed: they hold, and with a bug planted they are caught. */
@Timeout(400)
class TortureIT {
  private static final long SEED = 7;

  /** With the short ones, four minutes under load in all. */
  private static final Duration LONG = Duration.ofSeconds(180);

  private static final Duration SHORT = Duration.ofSeconds(20);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void shouldHoldWhenServersAreKilledPausedAndCutOff() throws Exception {
    Report report = run(LONG, "");

    System.out.println(report.text());
    assertThat(report.holds()).as(report.text()).isTrue();
    // And all of it was tried: a run in which nothing happened would hold, too.
    assertThat(report.faults().done())
        .extracting(Nemesis.Done::fault)
        .contains(Fault.KILL, Fault.PAUSE, Fault.PAUSE_MAJORITY, Fault.RESTART);
    if (report.faults().hasNetwork()) {
      assertThat(report.faults().done())
          .extracting(Nemesis.Done::fault)
          .contains(Fault.CUT_OFF, Fault.CUT_ONE_WAY);
    }
    assertThat(report.faults().untilWrites()).as("leader killed, to the next write").isNotEmpty();
    assertThat(report.faults().standstills()).isNotEmpty();
    assertThat(report.load().counts())
        .containsKeys(
            "write ok",
            "write refused",
            "read ok",
            "event ok",
            "result ok",
            "task completed",
            Watcher.COMPACTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stale-read", "lost-write", "repeated-apply"})
  void shouldFindABugThatIsPlanted(String bug) throws Exception {
    Report report = run(SHORT, bug);

    assertThat(report.holds()).as(report.text()).isFalse();
    assertThat(report.verdict().verdict()).as(report.text()).isEqualTo("violation");
  }

  private Report run(Duration lasts, String bug) throws Exception {
    System.out.printf("Torture with seed %d in %s%n", SEED, directory);
    return Torture.run(new Plan(SEED, lasts, bug, directory));
  }
}
