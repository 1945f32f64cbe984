package dev.synod.kernel.run;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.Table;
import dev.synod.kernel.time.Deadline;
import dev.synod.kernel.value.Values;
import java.util.ArrayList;
import java.util.List;

/** How events change workflows and runs. */
public final class RunEvolution {
  private RunEvolution() {}

  public static KernelState evolve(KernelState state, Recorded at, RunEvent event) {
    return switch (event) {
      case RunEvent.WorkflowDeclared e -> declared(state, at, e);
      case RunEvent.WorkflowRetracted e -> {
        Workflow old = state.runs().workflows().require(e.ref());
        yield state.withRuns(state.runs().forget(e.ref()).use(old.digest(), -1));
      }
      case RunEvent.OfRun e -> ofRun(state, at, e);
    };
  }

  private static KernelState declared(
      KernelState state, Recorded at, RunEvent.WorkflowDeclared event) {
    Workflow old = state.runs().workflows().get(event.ref());
    Runs runs =
        state
            .runs()
            .define(event.digest(), event.definition())
            .put(
                new Workflow(
                    event.ref(),
                    event.declaration(),
                    event.group(),
                    event.digest(),
                    at.revision()));
    return state.withRuns(old == null ? runs : runs.use(old.digest(), -1));
  }

  private static KernelState ofRun(KernelState state, Recorded at, RunEvent.OfRun event) {
    Runs runs = state.runs();
    return switch (event) {
      case RunEvent.RunStarted e ->
          state.withRuns(runs.use(e.spec().digest(), 1).put(started(at, e)));
      case RunEvent.TriggerAppended e -> {
        Run run = runs.runs().require(e.ref());
        yield state.withRuns(runs.put(run.with(run.inbox().append(e.trigger()), at.revision())));
      }
      case RunEvent.RunDriven e -> driven(state, e.ref(), e.session(), at);
      case RunEvent.RunUndriven e -> driven(state, e.ref(), 0, at);
      case RunEvent.InboxConsumed e -> {
        Run run = runs.runs().require(e.ref());
        yield state.withRuns(
            runs.put(run.with(run.inbox().consumedThrough(e.through()), at.revision())));
      }
      case RunEvent.ContextChanged e ->
          state.withRuns(
              runs.put(runs.runs().require(e.ref()).withContext(e.context(), at.revision())));
      case RunEvent.RunFinished e -> finished(state, at, e);
      case RunEvent.RunForgotten e -> {
        Run run = runs.runs().require(e.ref());
        yield state
            .withRuns(runs.forget(e.ref()).use(run.spec().digest(), -1))
            .disarm(retention(run.ref(), run.result().finishedAtMillis()));
      }
      case RunEvent.ApprovalRequested e -> requested(state, at, e);
      case RunEvent.ApprovalDecided e -> decided(state, at, e);
      case RunEvent.StepEntered e -> put(state, at, e.ref(), entered(at, e));
      case RunEvent.StepRemembered e ->
          put(state, at, e.ref(), step(state, e.ref(), e.path()).remembering(e.memo()));
      case RunEvent.StepWaits e -> waits(state, at, e);
      case RunEvent.StepAnswered e -> answered(state, at, e);
      case RunEvent.StepCompleted e ->
          put(
              state,
              at,
              e.ref(),
              step(state, e.ref(), e.path())
                  .ended(StepStatus.COMPLETED, e.output(), e.next(), null, at.timeMillis()));
      case RunEvent.StepFaulted e ->
          put(
              state,
              at,
              e.ref(),
              step(state, e.ref(), e.path())
                  .ended(StepStatus.FAULTED, null, "", e.fault(), at.timeMillis()));
      case RunEvent.StepCancelled e ->
          put(
              state,
              at,
              e.ref(),
              step(state, e.ref(), e.path())
                  .ended(StepStatus.CANCELLED, null, "", null, at.timeMillis()));
    };
  }

  private static Run started(Recorded at, RunEvent.RunStarted event) {
    return new Run(
        event.ref(),
        event.spec(),
        RunPhase.RUNNING,
        Run.Driver.NOBODY,
        Run.Inbox.EMPTY,
        Table.empty(),
        Values.NULL,
        new Run.Result(at.timeMillis(), 0, null, null),
        at.revision());
  }

  private static RunStep entered(Recorded at, RunEvent.StepEntered event) {
    return new RunStep(
        event.path(),
        event.name(),
        event.kind(),
        StepStatus.ACTIVE,
        event.input(),
        event.memo(),
        null,
        "",
        null,
        List.of(),
        at.timeMillis(),
        0);
  }

  private static RunStep step(KernelState state, RunRef ref, String path) {
    return state.runs().runs().require(ref).steps().require(path);
  }

  private static KernelState put(KernelState state, Recorded at, RunRef ref, RunStep step) {
    Run run = state.runs().runs().require(ref);
    return state.withRuns(
        state.runs().put(run.with(run.steps().put(step.path(), step), at.revision())));
  }

  private static KernelState driven(KernelState state, RunRef ref, long session, Recorded at) {
    Run run = state.runs().runs().require(ref);
    long term = session == 0 ? run.driver().term() : at.revision();
    return state
        .withRuns(state.runs().put(run.with(new Run.Driver(session, term), at.revision())))
        .withSessions(
            session == 0
                ? state.sessions().holding(run.driver().session(), h -> h.withoutRun(ref))
                : state.sessions().holding(session, h -> h.withRun(ref)));
  }

  private static KernelState waits(KernelState state, Recorded at, RunEvent.StepWaits event) {
    RunStep step = step(state, event.ref(), event.path());
    var awaiting = new ArrayList<>(step.awaiting());
    awaiting.add(event.awaiting());
    KernelState waiting = put(state, at, event.ref(), step.awaiting(awaiting));
    return event.awaiting() instanceof Awaiting.Timer timer
        ? waiting.arm(timer(event.ref(), event.path(), timer))
        : waiting;
  }

  private static KernelState answered(KernelState state, Recorded at, RunEvent.StepAnswered event) {
    RunStep step = step(state, event.ref(), event.path());
    var awaiting = new ArrayList<>(step.awaiting());
    awaiting.remove(event.awaiting());
    KernelState answered = put(state, at, event.ref(), step.awaiting(awaiting));
    return event.awaiting() instanceof Awaiting.Timer timer
        ? answered.disarm(timer(event.ref(), event.path(), timer))
        : answered;
  }

  private static Deadline timer(RunRef ref, String path, Awaiting.Timer timer) {
    return new Deadline(timer.atMillis(), Deadline.Kind.RUN_TIMER, new StepRef(ref, path).id());
  }

  private static KernelState finished(KernelState state, Recorded at, RunEvent.RunFinished event) {
    Run run = state.runs().runs().require(event.ref());
    var result =
        new Run.Result(
            run.result().startedAtMillis(), at.timeMillis(), event.output(), event.fault());
    return state
        .withRuns(state.runs().put(run.finished(event.phase(), result, at.revision())))
        .withSessions(
            state.sessions().holding(run.driver().session(), h -> h.withoutRun(event.ref())))
        .arm(retention(event.ref(), at.timeMillis()));
  }

  private static Deadline retention(RunRef ref, long finishedAtMillis) {
    return new Deadline(
        finishedAtMillis + Limits.FINISHED_RUN_MILLIS, Deadline.Kind.RUN_RETENTION, ref.toString());
  }

  private static KernelState requested(
      KernelState state, Recorded at, RunEvent.ApprovalRequested event) {
    var approval =
        new Approval(
            event.id(),
            new StepRef(event.ref(), event.path()),
            event.request(),
            ApprovalStatus.PENDING,
            "",
            "",
            at.timeMillis(),
            0,
            at.revision());
    KernelState asked = state.withRuns(state.runs().put(approval));
    return event.request().deadlineMillis() == 0 ? asked : asked.arm(deadline(approval));
  }

  private static KernelState decided(
      KernelState state, Recorded at, RunEvent.ApprovalDecided event) {
    Approval approval = state.runs().approvals().require(event.id());
    Approval settled =
        approval.settled(
            event.status(), event.by(), event.comment(), at.timeMillis(), at.revision());
    KernelState disarmed = state.disarm(deadline(approval));
    return event.status() == ApprovalStatus.WITHDRAWN
        ? disarmed.withRuns(disarmed.runs().forgetApproval(event.id()))
        : disarmed
            .withRuns(disarmed.runs().put(settled))
            .arm(
                new Deadline(
                    at.timeMillis() + Limits.FINISHED_RUN_MILLIS,
                    Deadline.Kind.APPROVAL_RETENTION,
                    Long.toString(event.id())));
  }

  private static Deadline deadline(Approval approval) {
    return new Deadline(
        approval.request().deadlineMillis(), Deadline.Kind.APPROVAL, Long.toString(approval.id()));
  }
}
