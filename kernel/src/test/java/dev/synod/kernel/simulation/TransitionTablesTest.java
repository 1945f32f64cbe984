package dev.synod.kernel.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Event;
import dev.synod.kernel.Kernel;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Step;
import dev.synod.kernel.invariant.StateInvariants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The transition tables say what can happen, no more and no less; diagrams show them. */
class TransitionTablesTest {
  private static final int RUNS = 150;
  private static final int BATCHES = 60;
  private static final TransitionsTaken TAKEN = new TransitionsTaken();

  @BeforeAll
  static void watchTraffic() {
    for (long seed = 1; seed <= RUNS; seed++) {
      TAKEN.beginHistory();
      var traffic = new Traffic(seed);
      KernelState state = traffic.world();
      for (int i = 0; i < BATCHES; i++) {
        Step step = Kernel.apply(state, traffic.next(state));
        TAKEN.see(step.outcomes());
        state = step.state();
      }
    }
  }

  @Test
  void shouldTakeEachTransitionOfTheTablesAndNoOther() {
    var declared = new TreeSet<String>();
    Lifecycle.ALL.forEach(lifecycle -> declared.addAll(lifecycle.transitions()));
    assertThat(TAKEN.transitions()).isEqualTo(declared);
  }

  @Test
  void shouldMakeEachEventHappen() {
    var declared = new TreeSet<String>();
    addLeaves(Event.class, declared);
    // These need an hour or more of silence, which another test waits for.
    declared.removeAll(Set.of("TaskForgotten", "ProposalForgotten"));
    // There is no level yet above the one that a new state has; LevelTest raises it.
    declared.remove("LevelRaised");
    assertThat(TAKEN.events()).containsAll(declared);
  }

  private static void addLeaves(Class<?> family, Set<String> names) {
    if (family.isSealed()) {
      for (Class<?> member : family.getPermittedSubclasses()) {
        addLeaves(member, names);
      }
    } else {
      names.add(family.getSimpleName());
    }
  }

  @Test
  void shouldForgetWhatEndedLongAgo() {
    // Given a world that was busy
    var traffic = new Traffic(7);
    KernelState state = traffic.world();
    for (int i = 0; i < BATCHES; i++) {
      state = Kernel.apply(state, traffic.next(state)).state();
    }

    // When nothing happens for more than a week
    long ticks = Limits.FINISHED_RUN_MILLIS / Limits.TIME_JUMP_MILLIS_MAX + 100;
    for (long tick = 0; tick < ticks; tick++) {
      state = Kernel.apply(state, traffic.idle(Limits.TIME_JUMP_MILLIS_MAX)).state();
    }

    // Then only what is alive is kept
    StateInvariants.check(state);
    assertThat(state.tasks().table().values()).noneMatch(task -> task.status().isTerminal());
    assertThat(state.barriers().values()).allMatch(barrier -> barrier.settledAtMillis() == 0);
    assertThat(state.proposals().table().size()).isZero();
    assertThat(state.runs().approvals().values()).allMatch(a -> a.decidedAtMillis() == 0);
    assertThat(state.permits().table().size()).isZero();
    assertThat(state.keyed().size()).isZero();
  }

  @Test
  void shouldShowTheTablesAsTheyAre() throws IOException {
    Path directory = Path.of("..", "docs", "diagrams");
    for (Lifecycle<?> lifecycle : Lifecycle.ALL) {
      Path file = directory.resolve(lifecycle.name() + "-lifecycle.mmd");
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(directory);
        Files.writeString(file, lifecycle.diagram());
      }
      assertThat(file)
          .as("Run with -Dgolden.update=true and commit the diagram.")
          .exists()
          .hasContent(lifecycle.diagram());
    }
  }
}
