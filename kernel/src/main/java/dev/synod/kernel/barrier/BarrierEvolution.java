package dev.synod.kernel.barrier;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.Table;
import dev.synod.kernel.run.StepRef;
import dev.synod.kernel.time.Deadline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How events change barriers. */
public final class BarrierEvolution {
  private BarrierEvolution() {}

  public static KernelState evolve(KernelState state, Recorded at, BarrierEvent event) {
    return switch (event) {
      case BarrierEvent.BarrierBegan e -> {
        var barrier =
            new Barrier(
                e.key(),
                e.parties(),
                e.needed(),
                Collections.emptySortedMap(),
                BarrierStatus.WAITING,
                e.deadlineMillis(),
                List.of(),
                at.timeMillis(),
                0,
                at.revision());
        var begun = put(state, barrier);
        yield e.deadlineMillis() == 0 ? begun : begun.arm(deadline(barrier));
      }
      case BarrierEvent.PartyArrived e -> {
        Barrier barrier = state.barriers().require(e.key());
        Long former = barrier.arrived().get(e.agent());
        var sessions = state.sessions();
        if (former != null) {
          sessions = sessions.holding(former, h -> h.withoutSeat(e.key()));
        }
        sessions = sessions.holding(e.session(), h -> h.withSeat(e.key()));
        var arrived = new TreeMap<>(barrier.arrived());
        arrived.put(e.agent(), e.session());
        yield put(state.withSessions(sessions), arrived(barrier, arrived, at.revision()));
      }
      case BarrierEvent.PartyLeft e -> {
        Barrier barrier = state.barriers().require(e.key());
        var arrived = new TreeMap<>(barrier.arrived());
        arrived.remove(e.agent());
        yield put(
            state.withSessions(state.sessions().holding(e.session(), h -> h.withoutSeat(e.key()))),
            arrived(barrier, arrived, at.revision()));
      }
      case BarrierEvent.BarrierAwaited e -> {
        Barrier barrier = state.barriers().require(e.key());
        var waiters = new ArrayList<>(barrier.waiters());
        waiters.add(e.step());
        yield put(state, waited(barrier, waiters, at.revision()));
      }
      case BarrierEvent.BarrierOpened e -> settle(state, e.key(), BarrierStatus.OPEN, at);
      case BarrierEvent.BarrierBroke e -> settle(state, e.key(), BarrierStatus.BROKEN, at);
      case BarrierEvent.BarrierForgotten e -> {
        Table<BarrierKey, Barrier> barriers = state.barriers();
        yield state
            .withBarriers(barriers.remove(e.key()))
            .disarm(retention(barriers.require(e.key())));
      }
    };
  }

  private static KernelState settle(
      KernelState state, BarrierKey key, BarrierStatus status, Recorded at) {
    Barrier barrier = state.barriers().require(key);
    if (!barrier.status().next().contains(status)) {
      throw new IllegalStateException(
          "Expected a transition from " + barrier.status() + ", but found one to " + status);
    }
    var sessions = state.sessions();
    for (long session : barrier.arrived().values()) {
      sessions = sessions.holding(session, h -> h.withoutSeat(key));
    }
    var settled =
        new Barrier(
            key,
            barrier.parties(),
            barrier.needed(),
            barrier.arrived(),
            status,
            barrier.deadlineMillis(),
            List.of(),
            barrier.since(),
            at.timeMillis(),
            at.revision());
    return put(state.withSessions(sessions), settled)
        .disarm(deadline(barrier))
        .arm(retention(settled));
  }

  private static Deadline retention(Barrier settled) {
    return new Deadline(
        settled.settledAtMillis() + Limits.FINISHED_RUN_MILLIS,
        Deadline.Kind.BARRIER_RETENTION,
        settled.key().id());
  }

  private static Deadline deadline(Barrier barrier) {
    return new Deadline(barrier.deadlineMillis(), Deadline.Kind.BARRIER, barrier.key().id());
  }

  private static KernelState put(KernelState state, Barrier barrier) {
    return state.withBarriers(state.barriers().put(barrier.key(), barrier));
  }

  private static Barrier arrived(Barrier barrier, SortedMap<String, Long> arrived, long revision) {
    return new Barrier(
        barrier.key(),
        barrier.parties(),
        barrier.needed(),
        Collections.unmodifiableSortedMap(arrived),
        barrier.status(),
        barrier.deadlineMillis(),
        barrier.waiters(),
        barrier.since(),
        0,
        revision);
  }

  private static Barrier waited(Barrier barrier, List<StepRef> waiters, long revision) {
    return new Barrier(
        barrier.key(),
        barrier.parties(),
        barrier.needed(),
        barrier.arrived(),
        barrier.status(),
        barrier.deadlineMillis(),
        List.copyOf(waiters),
        barrier.since(),
        0,
        revision);
  }
}
