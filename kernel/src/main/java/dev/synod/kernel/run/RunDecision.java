package dev.synod.kernel.run;

import dev.synod.kernel.Code;
import dev.synod.kernel.Draft;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Names;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.barrier.BarrierDecision;
import dev.synod.kernel.proposal.ProposalDecision;
import dev.synod.kernel.run.RunCommand.AdvanceRun;
import dev.synod.kernel.run.RunCommand.CancelRun;
import dev.synod.kernel.run.RunCommand.DecideApproval;
import dev.synod.kernel.run.RunCommand.DeclareWorkflow;
import dev.synod.kernel.run.RunCommand.RetractRun;
import dev.synod.kernel.run.RunCommand.RetractWorkflow;
import dev.synod.kernel.run.RunCommand.StartRun;
import dev.synod.kernel.value.Value;
import org.jspecify.annotations.Nullable;

/** Decides on workflows and runs. */
public final class RunDecision {
  private RunDecision() {}

  public static @Nullable Rejection decide(Draft draft, RunCommand command) {
    return switch (command) {
      case DeclareWorkflow c -> declare(draft, c);
      case RetractWorkflow c -> retract(draft, c);
      case StartRun c -> start(draft, c);
      case CancelRun c -> cancel(draft, c);
      case RetractRun c -> retract(draft, c);
      case AdvanceRun c -> Advance.decide(draft, c);
      case DecideApproval c -> Approvals.decide(draft, c);
    };
  }

  private static @Nullable Rejection declare(Draft draft, DeclareWorkflow command) {
    if (command.definition().size() > Limits.DOCUMENT_SIZE_MAX) {
      return new Rejection(
          Code.TOO_LARGE,
          "Expected a definition of at most %d characters, but found %d."
              .formatted(Limits.DOCUMENT_SIZE_MAX, command.definition().size()));
    }
    Workflow present = draft.state().runs().workflows().get(command.ref());
    if (present != null
        && (present.declaration().overtakes(command.declaration())
            || (present.declaration().sameAs(command.declaration())
                && present.digest().equals(command.digest())
                && present.group().equals(command.group())))) {
      return null;
    }
    draft.emit(
        new RunEvent.WorkflowDeclared(
            command.ref(),
            command.declaration(),
            command.group(),
            command.digest(),
            command.definition()));
    return null;
  }

  private static @Nullable Rejection retract(Draft draft, RetractWorkflow command) {
    Workflow present = draft.state().runs().workflows().get(command.ref());
    if (present != null && present.declaration().uid().equals(command.uid())) {
      draft.emit(new RunEvent.WorkflowRetracted(command.ref()));
    }
    return null;
  }

  private static @Nullable Rejection start(Draft draft, StartRun command) {
    Run present = draft.state().runs().get(command.ref());
    if (present != null) {
      boolean same =
          present.spec().declaration().uid().equals(command.declaration().uid())
              && present.spec().workflow().equals(command.workflow())
              && present.spec().input().equals(command.input());
      return same
          ? null
          : new Rejection(
              Code.ALREADY_EXISTS,
              "Expected a new run, but %s exists already with another input, workflow or object. Choose another name, or delete it first."
                  .formatted(command.ref()));
    }
    var workflow =
        draft
            .state()
            .runs()
            .workflows()
            .get(new WorkflowRef(command.ref().namespace(), command.workflow()));
    if (workflow == null) {
      return new Rejection(
          Code.NOT_FOUND,
          "Expected a declared Workflow %s/%s, but found none. Apply its manifest, or wait until its condition Accepted is True."
              .formatted(command.ref().namespace(), command.workflow()));
    }
    if (command.input().size() > Limits.PAYLOAD_SIZE_MAX) {
      return new Rejection(
          Code.TOO_LARGE,
          "Expected a run's input of at most %d characters, but found %d."
              .formatted(Limits.PAYLOAD_SIZE_MAX, command.input().size()));
    }
    if (draft.state().runs().runs().size() >= Limits.RUNS_MAX) {
      return new Rejection(
          Code.LIMIT_EXCEEDED, "Expected fewer than " + Limits.RUNS_MAX + " live runs.");
    }
    Rejection misnamed = Names.check("run", command.ref().name());
    if (misnamed != null) {
      return misnamed;
    }
    draft.created(draft.nextRevision());
    draft.emit(
        new RunEvent.RunStarted(
            command.ref(),
            new RunSpec(
                command.declaration(),
                command.workflow(),
                workflow.group(),
                workflow.digest(),
                command.input())));
    Inboxes.start(draft, command.ref());
    return null;
  }

  private static @Nullable Rejection cancel(Draft draft, CancelRun command) {
    Run run = draft.state().runs().get(command.ref());
    if (run == null) {
      return unknown(command.ref());
    }
    if (command.reason().length() > Limits.TEXT_LENGTH_MAX) {
      return new Rejection(
          Code.TOO_LARGE,
          "Expected a reason of at most %d characters, but found %d."
              .formatted(Limits.TEXT_LENGTH_MAX, command.reason().length()));
    }
    if (run.phase() == RunPhase.RUNNING) {
      finish(draft, run.ref(), RunPhase.CANCELLED, null, cancelled(command.reason()));
    }
    return null;
  }

  private static Fault cancelled(String reason) {
    return new Fault("https://synod.dev/errors/cancelled", 499, "Cancelled", reason);
  }

  private static @Nullable Rejection retract(Draft draft, RetractRun command) {
    Run run = draft.state().runs().get(command.ref());
    if (run == null || !run.spec().declaration().uid().equals(command.uid())) {
      return null;
    }
    if (run.phase() == RunPhase.RUNNING) {
      finish(draft, run.ref(), RunPhase.CANCELLED, null, cancelled("Its object was deleted."));
    }
    BarrierDecision.forgetInstances(draft, run.spec().group(), run.ref().name());
    ProposalDecision.forgetInstances(draft, run.spec().group(), run.ref().name());
    draft.emit(new RunEvent.RunForgotten(run.ref()));
    return null;
  }

  /** Ends a run and gives up what its steps still wait for. */
  static void finish(
      Draft draft, RunRef ref, RunPhase phase, @Nullable Value output, @Nullable Fault fault) {
    for (RunStep step : draft.state().runs().runs().require(ref).activeSteps()) {
      Advance.abandon(draft, ref, step);
      draft.emit(new RunEvent.StepCancelled(ref, step.path(), "The run ended."));
    }
    draft.emit(new RunEvent.RunFinished(ref, phase, output, fault));
  }

  /** Fires a timer of a step. */
  public static void timerFired(Draft draft, StepRef step, long atMillis) {
    Inboxes.answer(
        draft,
        step.run(),
        new Awaiting.Timer(atMillis),
        new Trigger.TimerFired(step.path(), atMillis));
  }

  /** Forgets a run that ended long ago. */
  public static void forget(Draft draft, RunRef ref) {
    Run run = draft.state().runs().get(ref);
    if (run != null && run.phase() != RunPhase.RUNNING) {
      draft.emit(new RunEvent.RunForgotten(ref));
    }
  }

  static Rejection unknown(RunRef ref) {
    return new Rejection(Code.NOT_FOUND, "Expected a run, but found no " + ref + ".");
  }
}
