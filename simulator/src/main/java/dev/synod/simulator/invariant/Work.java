package dev.synod.simulator.invariant;

import dev.synod.kernel.Command;
import dev.synod.kernel.Event;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.barrier.BarrierEvent;
import dev.synod.kernel.barrier.BarrierKey;
import dev.synod.kernel.proposal.ProposalEvent;
import dev.synod.kernel.run.RunCommand;
import dev.synod.kernel.run.RunEvent;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.task.TaskCommand;
import dev.synod.kernel.task.TaskEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows tasks, runs, barriers and votes through the events, apart from the kernel's state. */
final class Work {
  private final Map<Long, Lease> leases = new HashMap<>();
  private final Set<Long> ended = new HashSet<>();
  private final Map<RunRef, Long> terms = new HashMap<>();
  private final Map<BarrierKey, Gate> barriers = new HashMap<>();
  private final Set<Vote> votes = new HashSet<>();
  private final Set<Long> decided = new HashSet<>();
  private long lastToken;

  private record Lease(long session, long token) {}

  private record Vote(long proposal, String agent) {}

  private static final class Gate {
    private final int needed;
    private final Set<String> arrived = new HashSet<>();
    private boolean isSettled;

    Gate(int needed) {
      this.needed = needed;
    }
  }

  /** A command is about to take effect. */
  void accepted(Command command) {
    switch (command) {
      case TaskCommand.CompleteTask c ->
          Invariant.RESULT_ONCE.check(
              new Lease(c.session(), c.token()).equals(leases.get(c.task())),
              "Accepted under another lease:",
              c,
              leases.get(c.task()));
      case RunCommand.AdvanceRun c ->
          Invariant.DRIVER_IS_EXCLUSIVE.check(
              Long.valueOf(c.term()).equals(terms.get(c.ref())),
              "Accepted in another term:",
              c.ref(),
              c.term(),
              terms.get(c.ref()));
      default -> {}
    }
  }

  void happened(Recorded recorded) {
    Event event = recorded.event();
    switch (event) {
      case TaskEvent e -> task(e, recorded.revision());
      case RunEvent.RunDriven e -> {
        @Nullable Long before = terms.put(e.ref(), recorded.revision());
        Invariant.DRIVER_IS_EXCLUSIVE.check(
            before == null || before < recorded.revision(), "The term fell:", e, before);
      }
      case RunEvent.RunForgotten e -> terms.remove(e.ref());
      case BarrierEvent e -> barrier(e);
      case ProposalEvent.BallotCast e ->
          Invariant.ONE_VOTE.check(votes.add(new Vote(e.id(), e.agent())), "Voted again:", e);
      case ProposalEvent.ProposalDecided e ->
          Invariant.ONE_VOTE.check(decided.add(e.id()), "Decided again:", e);
      default -> {}
    }
  }

  private void task(TaskEvent event, long revision) {
    switch (event) {
      case TaskEvent.TaskAssigned e -> {
        @Nullable Lease before = leases.put(e.id(), new Lease(e.session(), revision));
        Invariant.LEASE_IS_EXCLUSIVE.check(
            before == null && !ended.contains(e.id()) && revision > lastToken,
            "Given out while held:",
            e,
            before);
        lastToken = revision;
      }
      case TaskEvent.TaskReleased e -> {
        @Nullable Lease before = leases.remove(e.id());
        Invariant.LEASE_IS_EXCLUSIVE.check(
            before != null && before.session() == e.session(),
            "Taken from who does not hold it:",
            e,
            before);
      }
      case TaskEvent.TaskCompleted e -> {
        Invariant.RESULT_ONCE.check(leases.containsKey(e.id()), "Nobody holds it:", e);
        end(e);
      }
      case TaskEvent.TaskFailed e -> end(e);
      case TaskEvent.TaskExpired e -> end(e);
      case TaskEvent.TaskCancelled e -> end(e);
      case TaskEvent.TaskForgotten e -> ended.remove(e.id());
      case TaskEvent.TaskSubmitted _ -> {}
    }
  }

  private void end(TaskEvent event) {
    Invariant.RESULT_ONCE.check(ended.add(event.id()), "It had ended:", event);
    leases.remove(event.id());
  }

  private void barrier(BarrierEvent event) {
    switch (event) {
      case BarrierEvent.BarrierBegan e -> barriers.put(e.key(), new Gate(e.needed()));
      case BarrierEvent.PartyArrived e -> gate(e).arrived.add(e.agent());
      case BarrierEvent.PartyLeft e -> gate(e).arrived.remove(e.agent());
      case BarrierEvent.BarrierOpened e -> {
        Gate gate = settle(e);
        Invariant.BARRIER_OPENS_ONCE.check(
            gate.arrived.size() >= gate.needed, "Opened too soon:", e, gate.arrived);
      }
      case BarrierEvent.BarrierBroke e -> settle(e);
      case BarrierEvent.BarrierForgotten e -> barriers.remove(e.key());
      case BarrierEvent.BarrierAwaited _ -> {}
    }
  }

  private Gate settle(BarrierEvent event) {
    Gate gate = gate(event);
    Invariant.BARRIER_OPENS_ONCE.check(!gate.isSettled, "Settled again:", event);
    gate.isSettled = true;
    return gate;
  }

  private Gate gate(BarrierEvent event) {
    Gate gate = barriers.get(event.key());
    if (gate == null) {
      throw Invariant.BARRIER_OPENS_ONCE.broken("It never began: " + event);
    }
    return gate;
  }
}
