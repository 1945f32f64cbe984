package dev.synod.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.simulator.world.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** {@code -Dseed=N} simulates one seed alone. */
class SimulationTest {
  private static final Duration TIME = Duration.ofMinutes(10);
  private static final int SEEDS = 8;

  @Test
  void shouldKeepEveryInvariantWhateverFails() {
    Long seed = Long.getLong("seed");
    if (seed != null) {
      Simulation.run(Scenario.of(seed, TIME));
      return;
    }
    var seen = EnumSet.noneOf(Fault.class);
    long compactions = 0;
    for (long next = 1; next <= SEEDS; next++) {
      Report report = Simulation.run(Scenario.of(next, TIME));
      seen.addAll(report.counts().faults().keySet());
      compactions += report.counts().done().compactions();
    }
    assertThat(seen).containsExactlyInAnyOrder(Fault.values());
    assertThat(compactions).isPositive();
  }

  @Test
  void shouldKeepEveryInvariantOnASeedThatNobodyTried() {
    long seed = ThreadLocalRandom.current().nextLong(1_000_000_000);
    System.out.println("Simulating seed " + seed);
    Simulation.run(Scenario.of(seed, TIME));
  }

  @Test
  void shouldComeToTheSameEndFromTheSameSeed() {
    Report first = Simulation.run(Scenario.of(7, TIME));
    Report second = Simulation.run(Scenario.of(7, TIME));

    assertThat(second.steps()).isEqualTo(first.steps());
    assertThat(second.messages()).isEqualTo(first.messages());
    assertThat(second.digest()).isEqualTo(first.digest());
    assertThat(Simulation.run(Scenario.of(8, TIME)).digest()).isNotEqualTo(first.digest());
  }

  @Test
  void shouldKeepEveryInvariantWithOneAndWithFiveReplicas() {
    for (int replicas : new int[] {1, 5}) {
      Report report = Simulation.run(new Scenario(3, TIME, replicas, true));
      assertThat(report.counts().done().applied()).containsKeys("CompleteTask", "AdvanceRun");
    }
  }

  @Test
  void shouldTellHowManyTimesFasterThanRealItWas() {
    Report report = Simulation.run(new Scenario(1, Duration.ofMinutes(1), 1, false));

    assertThat(report.simulated()).isEqualTo(Duration.ofSeconds(90));
    assertThat(report.text(Duration.ofMillis(75)))
        .containsPattern("took seconds +0\\.08\\R")
        .containsPattern("times faster than real +1200\\R");
  }

  @Test
  void shouldDoEveryKindOfWorkWhereNothingFails() {
    Report report = Simulation.run(new Scenario(1, TIME, 3, false));

    assertThat(report.counts().done().elections()).isEqualTo(1);
    assertThat(report.counts().done().applied())
        .containsKeys(
            "ActivatePolicy",
            "AdvanceRun",
            "ArriveAtBarrier",
            "CastBallot",
            "CompleteTask",
            "DecideApproval",
            "FailTask",
            "OpenProposal",
            "OpenSession",
            "StartRun",
            "SubmitTask",
            "WriteDocument");
  }
}
