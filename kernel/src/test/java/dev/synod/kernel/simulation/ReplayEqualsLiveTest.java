package dev.synod.kernel.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Batch;
import dev.synod.kernel.Kernel;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Step;
import dev.synod.kernel.invariant.Changes;
import dev.synod.kernel.invariant.StateInvariants;
import org.junit.jupiter.api.Test;

/**
 * Replay equals live, and what must hold does, whatever is asked. {@code -Dseed=N} runs one seed
 * again and checks after each batch; {@code -Druns=N} and {@code -DfirstSeed=N} choose others.
 */
class ReplayEqualsLiveTest {
  private static final int BATCHES = 60;

  /** Between two looks at the whole state. */
  private static final int CHECK_EVERY = 6;

  @Test
  void shouldComeToTheSameStateByReplayAsByDeciding() {
    Long seed = Long.getLong("seed");
    if (seed != null) {
      run(seed, 1);
      return;
    }
    long first = Long.getLong("firstSeed", 1);
    int runs = Integer.getInteger("runs", 1_000);
    for (long next = first; next < first + runs; next++) {
      run(next, CHECK_EVERY);
    }
  }

  private static void run(long seed, int checkEvery) {
    int number = 1;
    try {
      var traffic = new Traffic(seed);
      KernelState state = traffic.world();
      for (; number <= BATCHES; number++) {
        state = step(state, traffic.next(state), number % checkEvery == 0);
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "Seed %d, batch %d: run it again with -Dseed=%d.%n%s".formatted(seed, number, seed, e),
          e);
    }
  }

  private static KernelState step(KernelState before, Batch batch, boolean look) {
    Step step = Kernel.apply(before, batch);
    KernelState replayed = Kernel.replay(before, batch, step.outcomes());
    if (replayed.digest() != step.state().digest()) {
      throw new AssertionError("Replay comes to another digest than deciding did.");
    }
    if (look) {
      if (!replayed.equals(step.state())) {
        assertThat(replayed).isEqualTo(step.state());
      }
      StateInvariants.check(step.state());
    }
    Changes.check(before, step.state());
    return step.state();
  }
}
