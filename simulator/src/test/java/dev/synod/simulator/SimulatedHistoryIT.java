package dev.synod.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.simulator.raft.Rules;
import dev.synod.testkit.history.HistoryJudge;
import dev.synod.testkit.history.HistoryRecorder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the simulation calls right is right by a judge who knows nothing of it, and wrong wrong. */
class SimulatedHistoryIT {
  private static final Duration TIME = Duration.ofMinutes(5);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int SEEDS_MAX = 40;

  @TempDir private Path folder;

  private HistoryJudge.Verdict judge(long seed, Rules rules) throws Exception {
    Path file = folder.resolve(seed + ".jsonl");
    try (var recorder = new HistoryRecorder(file, () -> 0)) {
      var histories = new ArrayList<SimulatedHistory>();
      try {
        Simulation.run(
            Scenario.of(seed, TIME),
            rules,
            time -> {
              var history = new SimulatedHistory(recorder, time);
              histories.add(history);
              return history;
            });
      } catch (SimulationFailure e) {
        assertThat(rules).isNotSameAs(Rules.KEPT);
      }
      histories.getFirst().end();
    }
    return HistoryJudge.in(folder).judge(file, LIMIT);
  }

  @Test
  void shouldFindTheHistoriesOfKeptRulesLinearizable() throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      HistoryJudge.Verdict verdict = judge(seed, Rules.KEPT);
      assertThat(verdict.verdict()).as("seed %d", seed).isEqualTo("holds");
      assertThat(verdict.operations()).isGreaterThan(1_000);
    }
  }

  @Test
  void shouldFindAStaleReadInTheHistory() throws Exception {
    var rules =
        new Rules() {
          @Override
          protected boolean isLeadershipConfirmedBeforeReading() {
            return false;
          }
        };
    for (long seed = 1; seed <= SEEDS_MAX; seed++) {
      if (judge(seed, rules).verdict().equals("violation")) {
        return;
      }
    }
    throw new AssertionError("None of " + SEEDS_MAX + " seeds shows it.");
  }
}
