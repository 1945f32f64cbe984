package dev.synod.kernel.run;

import dev.synod.kernel.Event;
import dev.synod.kernel.Scope;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.value.Value;
import org.jspecify.annotations.Nullable;

/** What happened to workflows and runs. */
public sealed interface RunEvent extends Event {

  /** An event of one run. */
  sealed interface OfRun extends RunEvent {
    RunRef ref();

    @Override
    default Scope scope() {
      return ref().scope();
    }
  }

  record WorkflowDeclared(
      WorkflowRef ref, Declaration declaration, GroupRef group, String digest, Value definition)
      implements RunEvent {
    @Override
    public Scope scope() {
      return Scope.of(ref.namespace());
    }
  }

  record WorkflowRetracted(WorkflowRef ref) implements RunEvent {
    @Override
    public Scope scope() {
      return Scope.of(ref.namespace());
    }
  }

  record RunStarted(RunRef ref, RunSpec spec) implements OfRun {}

  /** The trigger's number follows from the inbox. */
  record TriggerAppended(RunRef ref, Trigger trigger) implements OfRun {}

  /** The term is the event's revision. */
  record RunDriven(RunRef ref, long session) implements OfRun {}

  record RunUndriven(RunRef ref, String reason) implements OfRun {}

  record InboxConsumed(RunRef ref, long through) implements OfRun {}

  record StepEntered(RunRef ref, String path, String name, String kind, Value input, Value memo)
      implements OfRun {}

  record StepRemembered(RunRef ref, String path, Value memo) implements OfRun {}

  record StepWaits(RunRef ref, String path, Awaiting awaiting) implements OfRun {}

  record StepAnswered(RunRef ref, String path, Awaiting awaiting) implements OfRun {}

  record StepCompleted(RunRef ref, String path, Value output, String next) implements OfRun {}

  record StepFaulted(RunRef ref, String path, Fault fault) implements OfRun {}

  record StepCancelled(RunRef ref, String path, String reason) implements OfRun {}

  record ContextChanged(RunRef ref, Value context) implements OfRun {}

  record RunFinished(RunRef ref, RunPhase phase, @Nullable Value output, @Nullable Fault fault)
      implements OfRun {}

  record RunForgotten(RunRef ref) implements OfRun {}

  record ApprovalRequested(RunRef ref, long id, String path, Approval.Request request)
      implements OfRun {}

  record ApprovalDecided(RunRef ref, long id, ApprovalStatus status, String by, String comment)
      implements OfRun {}
}
