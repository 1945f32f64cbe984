package dev.synod.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.testkit.history.HistoryJudge.Verdict;
import dev.synod.torture.client.Watcher;
import dev.synod.torture.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Plan PLAN = new Plan(7, Duration.ofMinutes(4), "", Path.of("run"));

  @Test
  void shouldNotHoldWhereTheRunFailed() {
    assertThat(report(List.of(), List.of()).holds()).isTrue();

    Report failed = report(List.of(), List.of("Fault 3 (KILL) of server r2: it is gone"));

    assertThat(failed.holds()).isFalse();
    assertThat(failed.text()).contains("Fault 3 (KILL) of server r2").endsWith("FAILED");
  }

  @Test
  void shouldSayHowLongNobodyTookWritesByFaultAndInAll() {
    Report report =
        report(
            List.of(
                stood(Fault.KILL, 1_000, 2_500),
                stood(Fault.PAUSE_MAJORITY, 2_000, 3_000),
                stood(Fault.KILL, 9_000, 9_200)),
            List.of());

    assertThat(report.text())
        .containsPattern("no leader that took writes +2200 ms in all")
        .containsPattern("killed \\(SIGKILL\\) +2 times, max 1500 ms, 1700 ms in all")
        .containsPattern("a majority paused +1 times, max 1000 ms, 1000 ms in all");
  }

  @Test
  void shouldMissCompactionInARunThatWasLongEnough() {
    var counts = new TreeMap<String, Long>();
    Duration enough = Coverage.COMPACTION_EXPECTED;

    assertThat(Coverage.missing(enough.minusMillis(1), counts)).isEmpty();
    assertThat(Coverage.missing(enough, counts)).singleElement().asString().contains("compaction");
    counts.put(Watcher.COMPACTED, 1L);
    assertThat(Coverage.missing(enough, counts)).isEmpty();
  }

  private static Standstill stood(Fault fault, long fromMillis, long toMillis) {
    return new Standstill(fault, fromMillis * 1_000_000, toMillis * 1_000_000);
  }

  private static Report report(List<Standstill> standstills, List<String> failures) {
    return new Report(
        PLAN,
        new Report.Load(new TreeMap<>(), List.of()),
        new Report.Faults(List.of(), List.of(), standstills, true),
        new Verdict("holds", 1, 1, null, null),
        List.of(),
        failures);
  }
}
