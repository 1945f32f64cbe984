package dev.synod.kernel.simulation;

import dev.synod.kernel.Event;
import dev.synod.kernel.Outcome;
import dev.synod.kernel.barrier.BarrierEvent;
import dev.synod.kernel.barrier.BarrierStatus;
import dev.synod.kernel.proposal.ProposalEvent;
import dev.synod.kernel.proposal.ProposalStatus;
import dev.synod.kernel.run.ApprovalStatus;
import dev.synod.kernel.run.RunEvent;
import dev.synod.kernel.run.RunPhase;
import dev.synod.kernel.run.StepRef;
import dev.synod.kernel.run.StepStatus;
import dev.synod.kernel.task.TaskEvent;
import dev.synod.kernel.task.TaskStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Follows the statuses of everything through the events, and keeps the transitions it saw. */
final class TransitionsTaken {
  private record Of(String lifecycle, Object id) {}

  private final Map<Of, Enum<?>> statuses = new HashMap<>();
  private final Set<String> transitions = new TreeSet<>();
  private final Set<String> events = new TreeSet<>();

  /** Begins another history, with other entities. */
  void beginHistory() {
    statuses.clear();
  }

  void see(List<Outcome> outcomes) {
    outcomes.forEach(outcome -> outcome.events().forEach(recorded -> see(recorded.event())));
  }

  Set<String> transitions() {
    return transitions;
  }

  /** Simple names of the event types that occurred. */
  Set<String> events() {
    return events;
  }

  private void see(Event event) {
    events.add(event.getClass().getSimpleName());
    switch (event) {
      case TaskEvent e -> {
        TaskStatus to = status(e);
        if (to != null) {
          move("task", e.id(), to);
        }
      }
      case BarrierEvent e -> {
        BarrierStatus to = status(e);
        if (to != null) {
          move("barrier", e.key(), to);
        }
      }
      case ProposalEvent.ProposalOpened e -> move("proposal", e.id(), ProposalStatus.OPEN);
      case ProposalEvent.ProposalDecided e -> move("proposal", e.id(), ProposalStatus.DECIDED);
      case RunEvent.OfRun e -> ofRun(e);
      default -> {}
    }
  }

  private void ofRun(RunEvent.OfRun event) {
    switch (event) {
      case RunEvent.RunStarted e -> move("run", e.ref(), RunPhase.RUNNING);
      case RunEvent.RunFinished e -> move("run", e.ref(), e.phase());
      case RunEvent.RunForgotten e ->
          statuses
              .keySet()
              .removeIf(
                  of ->
                      of.id().equals(e.ref())
                          || (of.id() instanceof StepRef s && s.run().equals(e.ref())));
      case RunEvent.StepEntered e -> step(e, e.path(), StepStatus.ACTIVE);
      case RunEvent.StepCompleted e -> step(e, e.path(), StepStatus.COMPLETED);
      case RunEvent.StepFaulted e -> step(e, e.path(), StepStatus.FAULTED);
      case RunEvent.StepCancelled e -> step(e, e.path(), StepStatus.CANCELLED);
      case RunEvent.ApprovalRequested e -> move("approval", e.id(), ApprovalStatus.PENDING);
      case RunEvent.ApprovalDecided e -> move("approval", e.id(), e.status());
      default -> {}
    }
  }

  private void step(RunEvent.OfRun event, String path, StepStatus to) {
    move("step", new StepRef(event.ref(), path), to);
  }

  private static @Nullable TaskStatus status(TaskEvent event) {
    return switch (event) {
      case TaskEvent.TaskSubmitted _, TaskEvent.TaskReleased _ -> TaskStatus.QUEUED;
      case TaskEvent.TaskAssigned _ -> TaskStatus.ASSIGNED;
      case TaskEvent.TaskCompleted _ -> TaskStatus.COMPLETED;
      case TaskEvent.TaskFailed _ -> TaskStatus.FAILED;
      case TaskEvent.TaskExpired _ -> TaskStatus.EXPIRED;
      case TaskEvent.TaskCancelled _ -> TaskStatus.CANCELLED;
      case TaskEvent.TaskForgotten _ -> null;
    };
  }

  private @Nullable BarrierStatus status(BarrierEvent event) {
    return switch (event) {
      case BarrierEvent.BarrierBegan _ -> BarrierStatus.WAITING;
      case BarrierEvent.BarrierOpened _ -> BarrierStatus.OPEN;
      case BarrierEvent.BarrierBroke _ -> BarrierStatus.BROKEN;
      case BarrierEvent.BarrierForgotten e -> {
        statuses.remove(new Of("barrier", e.key()));
        yield null;
      }
      case BarrierEvent.PartyArrived _, BarrierEvent.PartyLeft _, BarrierEvent.BarrierAwaited _ ->
          null;
    };
  }

  private void move(String lifecycle, Object id, Enum<?> to) {
    Enum<?> from = statuses.put(new Of(lifecycle, id), to);
    if (from != null) {
      transitions.add(Lifecycle.transition(lifecycle, from, to));
    }
  }
}
