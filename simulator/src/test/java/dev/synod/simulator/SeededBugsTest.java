package dev.synod.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.synod.kernel.Batch;
import dev.synod.kernel.Kernel;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Request;
import dev.synod.kernel.Step;
import dev.synod.simulator.raft.Rules;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rule that is broken is found by what it was there for, and its seed shows it again. */
class SeededBugsTest {
  private static final Duration TIME = Duration.ofMinutes(15);
  private static final int SEEDS_MAX = 20;

  @Test
  void shouldFindALostAcknowledgedWrite() {
    var rules =
        new Rules() {
          @Override
          protected boolean isSyncedBeforeAcknowledged() {
            return false;
          }
        };
    assertFound(
        1, rules, "COMMITTED_STAYS", "REPLICAS_AGREE", "ACKNOWLEDGED_STAYS", "READ_IS_FRESH");
  }

  @Test
  void shouldFindAStaleRead() {
    var rules =
        new Rules() {
          @Override
          protected boolean isLeadershipConfirmedBeforeReading() {
            return false;
          }
        };
    assertFound(5, rules, "READ_IS_FRESH");
  }

  @Test
  void shouldFindARepeatedApply() {
    var rules =
        new Rules() {
          @Override
          protected Step apply(KernelState state, Batch batch) {
            List<Request> forgetful =
                batch.requests().stream().map(SeededBugsTest::withoutNumber).toList();
            return Kernel.apply(state, new Batch(batch.index(), batch.timeMillis(), forgetful));
          }
        };
    assertFound(1, rules, "EXACTLY_ONCE", "ACKNOWLEDGED_STAYS");
  }

  private static Request withoutNumber(Request request) {
    Origin origin = request.origin();
    return new Request(
        new Origin(
            origin.subject(),
            Numbering.NONE,
            origin.permit(),
            origin.fence(),
            origin.salt(),
            origin.trace()),
        request.command(),
        request.payloadDigest());
  }

  /** Some seed shows the bug by one of the invariants, shows it again, and is sound without it. */
  private static void assertFound(long firstSeed, Rules rules, String... invariants) {
    for (long seed = firstSeed; seed < firstSeed + SEEDS_MAX; seed++) {
      Scenario scenario = Scenario.of(seed, TIME);
      SimulationFailure failure =
          catchThrowableOfType(SimulationFailure.class, () -> Simulation.run(scenario, rules));
      if (failure != null) {
        assertThat(failure.getCause().getMessage().split(":", 2)[0]).isIn((Object[]) invariants);
        assertThat(failure).hasMessageContaining("--seed " + seed + " ");
        assertThatThrownBy(() -> Simulation.run(scenario, rules)).hasMessage(failure.getMessage());
        assertThat(Simulation.run(scenario).digest()).isNotZero();
        return;
      }
    }
    throw new AssertionError("None of " + SEEDS_MAX + " seeds shows it.");
  }
}
