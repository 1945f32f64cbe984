package dev.synod.simulator.raft;

import dev.synod.kernel.Batch;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Outcome;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.Step;
import dev.synod.log.Tail;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The state of a replica, as the log made it. */
final class Machine {
  private static final int TAIL_EVENTS_MAX = 64;
  private static final long TAIL_BYTES_MAX = 4 << 20;

  private final Replica replica;
  private final Rules rules;
  private final Observer observer;
  private final List<Waiting> waiting = new ArrayList<>();
  private KernelState state = KernelState.EMPTY;
  private Tail tail = new Tail(TAIL_EVENTS_MAX, TAIL_BYTES_MAX);
  private long appliedIndex;
  private long appliedTerm;

  private record Waiting(long index, long revision, Consumer<KernelState> then) {}

  Machine(Replica replica, Rules rules, Observer observer) {
    this.replica = replica;
    this.rules = rules;
    this.observer = observer;
  }

  KernelState state() {
    return state;
  }

  Tail tail() {
    return tail;
  }

  long appliedIndex() {
    return appliedIndex;
  }

  /** Begins again from a snapshot, or from nothing. */
  void restore(@Nullable Checkpoint checkpoint) {
    tail = new Tail(TAIL_EVENTS_MAX, TAIL_BYTES_MAX);
    if (checkpoint == null) {
      state = KernelState.EMPTY;
      appliedIndex = 0;
      appliedTerm = 0;
    } else {
      state = checkpoint.state();
      tail.restore(checkpoint.tail());
      appliedIndex = checkpoint.index();
      appliedTerm = checkpoint.term();
    }
    observer.restored(replica, appliedIndex, state);
    tellWaiting();
  }

  /** Forgets who waits. */
  void forgetWaiting() {
    waiting.clear();
  }

  @Nullable Step apply(Entry entry) {
    Batch batch = entry.batch();
    Step step = null;
    if (batch != null) {
      KernelState before = state;
      step = rules.apply(before, batch);
      state = step.state();
      tail.append(events(step), entry.bytes());
      observer.applied(replica, entry, before, step);
    }
    appliedIndex = entry.index();
    appliedTerm = entry.term();
    tellWaiting();
    return step;
  }

  Checkpoint checkpoint() {
    return new Checkpoint(appliedTerm, appliedIndex, state, tail.content(state.clock().revision()));
  }

  /** Calls back as soon as an index and a revision are reached. */
  void whenAt(long index, long revision, Consumer<KernelState> then) {
    if (appliedIndex >= index && state.clock().revision() >= revision) {
      then.accept(state);
    } else {
      waiting.add(new Waiting(index, revision, then));
    }
  }

  private void tellWaiting() {
    for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
      Waiting one = all.next();
      if (appliedIndex >= one.index() && state.clock().revision() >= one.revision()) {
        all.remove();
        one.then().accept(state);
      }
    }
  }

  private static List<Recorded> events(Step step) {
    var events = new ArrayList<Recorded>(step.outcomes().size());
    for (Outcome outcome : step.outcomes()) {
      events.addAll(outcome.events());
    }
    return events;
  }
}
