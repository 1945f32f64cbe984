package dev.synod.server.gateway;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.barrier.Barrier;
import dev.synod.kernel.barrier.BarrierEvent;
import dev.synod.kernel.barrier.BarrierKey;
import dev.synod.kernel.proposal.Proposal;
import dev.synod.kernel.proposal.ProposalEvent;
import dev.synod.kernel.proposal.ProposalStatus;
import dev.synod.kernel.run.InboxItem;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunEvent;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.session.SessionEvent;
import dev.synod.kernel.task.Task;
import dev.synod.kernel.task.TaskEvent;
import dev.synod.kernel.task.TaskStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Picks out of all events what one session has to be told. It looks things up in a state that may
 * be later than the event, so that whoever is behind is told less, and nothing that is over. For
 * one thread.
 */
public final class SessionFeed {
  private final long session;
  private final String namespace;
  private final String agent;

  /** Token of the lease of each task that the session was told to hold. */
  private final Map<Long, Long> tasks = new HashMap<>();

  private final Map<RunRef, Driven> runs = new HashMap<>();

  /** How far the driver of a run was told its inbox in a term. */
  private record Driven(long term, long toldThrough) {}

  public SessionFeed(Session session) {
    this.session = session.id();
    this.namespace = session.spec().namespace();
    this.agent = session.agent() == null ? "" : session.agent().name();
  }

  /** What the session holds, and what its agent may vote on, in a state. */
  public List<SessionSignal> begin(KernelState state) {
    tasks.clear();
    runs.clear();
    var signals = new ArrayList<SessionSignal>();
    Session present = state.sessions().get(session);
    if (present == null) {
      signals.add(new SessionSignal.Ended("It is no longer alive."));
      return signals;
    }
    for (long task : present.holdings().tasks()) {
      assigned(state, task, signals);
    }
    if (!agent.isEmpty()) {
      state
          .proposals()
          .open()
          .forEach(
              (group, ids) -> {
                if (group.namespace().equals(namespace)) {
                  ids.forEach(id -> proposed(state, id, signals));
                }
              });
    }
    for (RunRef run : present.holdings().runs()) {
      turn(state, run, signals);
    }
    return signals;
  }

  /** What some events mean to the session. */
  public List<SessionSignal> after(List<Recorded> events, KernelState state) {
    var signals = new ArrayList<SessionSignal>();
    var moved = new LinkedHashSet<RunRef>();
    for (Recorded recorded : events) {
      switch (recorded.event()) {
        case TaskEvent event -> ofTask(event, state, signals);
        case ProposalEvent event -> ofProposal(event, state, signals);
        case BarrierEvent event -> ofBarrier(event, state, signals);
        case RunEvent.OfRun event -> ofRun(event, moved);
        case SessionEvent.SessionEnded event when event.id() == session ->
            signals.add(new SessionSignal.Ended(event.reason()));
        default -> {}
      }
    }
    moved.forEach(run -> turn(state, run, signals));
    return signals;
  }

  private void ofTask(TaskEvent event, KernelState state, List<SessionSignal> signals) {
    switch (event) {
      case TaskEvent.TaskAssigned e when e.session() == session -> assigned(state, e.id(), signals);
      case TaskEvent.TaskReleased e -> revoked(e.id(), e.reason(), signals);
      case TaskEvent.TaskExpired e -> revoked(e.id(), e.fault().detail(), signals);
      case TaskEvent.TaskCancelled e -> revoked(e.id(), e.reason(), signals);
      case TaskEvent.TaskCompleted e -> tasks.remove(e.id());
      case TaskEvent.TaskFailed e -> revoked(e.id(), e.fault().detail(), signals);
      case TaskEvent.TaskAssigned _, TaskEvent.TaskSubmitted _, TaskEvent.TaskForgotten _ -> {}
    }
  }

  private void assigned(KernelState state, long id, List<SessionSignal> signals) {
    Task task = state.tasks().get(id);
    if (task == null || task.status() != TaskStatus.ASSIGNED || task.lease() == null) {
      return;
    }
    Task.Lease lease = task.lease();
    Long told = lease.session() == session ? tasks.put(id, lease.token()) : Long.valueOf(-1);
    if (told == null || (told != -1 && told != lease.token())) {
      signals.add(new SessionSignal.Assigned(task));
    }
  }

  private void revoked(long id, String reason, List<SessionSignal> signals) {
    Long token = tasks.remove(id);
    if (token != null) {
      signals.add(new SessionSignal.Revoked(id, token, reason));
    }
  }

  private void ofProposal(ProposalEvent event, KernelState state, List<SessionSignal> signals) {
    if (agent.isEmpty() || !event.group().namespace().equals(namespace)) {
      return;
    }
    switch (event) {
      case ProposalEvent.ProposalOpened e -> proposed(state, e.id(), signals);
      case ProposalEvent.ProposalDecided e -> proposed(state, e.id(), signals);
      case ProposalEvent.BallotCast _, ProposalEvent.ProposalForgotten _ -> {}
    }
  }

  private void proposed(KernelState state, long id, List<SessionSignal> signals) {
    Proposal proposal = state.proposals().get(id);
    if (proposal != null
        && proposal.terms().electorate().containsKey(agent)
        && (proposal.status() == ProposalStatus.DECIDED
            || !proposal.ballots().containsKey(agent))) {
      signals.add(new SessionSignal.Proposed(proposal));
    }
  }

  private void ofBarrier(BarrierEvent event, KernelState state, List<SessionSignal> signals) {
    if (agent.isEmpty() || !event.key().group().namespace().equals(namespace)) {
      return;
    }
    switch (event) {
      case BarrierEvent.BarrierOpened e -> settled(state, e.key(), signals);
      case BarrierEvent.BarrierBroke e -> settled(state, e.key(), signals);
      case BarrierEvent.BarrierBegan _,
          BarrierEvent.PartyArrived _,
          BarrierEvent.PartyLeft _,
          BarrierEvent.BarrierAwaited _,
          BarrierEvent.BarrierForgotten _ -> {}
    }
  }

  private void settled(KernelState state, BarrierKey key, List<SessionSignal> signals) {
    Barrier barrier = state.barriers().get(key);
    if (barrier != null && barrier.parties().contains(agent)) {
      signals.add(new SessionSignal.Settled(barrier));
    }
  }

  private void ofRun(RunEvent.OfRun event, Set<RunRef> moved) {
    boolean mine =
        switch (event) {
          case RunEvent.RunDriven e -> e.session() == session || runs.containsKey(e.ref());
          case RunEvent.TriggerAppended e -> runs.containsKey(e.ref());
          case RunEvent.RunUndriven e -> runs.containsKey(e.ref());
          case RunEvent.RunFinished e -> runs.containsKey(e.ref());
          case RunEvent.RunForgotten e -> runs.containsKey(e.ref());
          default -> false;
        };
    if (mine) {
      moved.add(event.ref());
    }
  }

  /** Tells the driver what is new for a run, or that it is no longer its own. */
  private void turn(KernelState state, RunRef ref, List<SessionSignal> signals) {
    Run run = state.runs().get(ref);
    Driven told = runs.get(ref);
    if (run == null || run.driver().session() != session) {
      if (told != null) {
        runs.remove(ref);
        signals.add(new SessionSignal.RunRevoked(ref, told.term(), reason(run)));
      }
      return;
    }
    boolean whole = told == null || told.term() != run.driver().term();
    long through = whole || told == null ? 0 : told.toldThrough();
    List<InboxItem> items = run.inbox().items().filter(item -> item.number() > through).asJava();
    if (whole || !items.isEmpty()) {
      signals.add(new SessionSignal.Turn(run, whole, List.copyOf(items)));
    }
    runs.put(ref, new Driven(run.driver().term(), run.inbox().next() - 1));
  }

  private static String reason(@Nullable Run run) {
    if (run == null) {
      return "The run was forgotten.";
    }
    return switch (run.phase()) {
      case RUNNING -> "Another drives it.";
      case SUCCEEDED, FAULTED, CANCELLED -> "The run has ended.";
    };
  }
}
