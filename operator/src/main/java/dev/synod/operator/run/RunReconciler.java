package dev.synod.operator.run;

import dev.synod.crds.run.WorkflowRun;
import dev.synod.crds.run.WorkflowRunStatus;
import dev.synod.operator.condition.Backoff;
import dev.synod.operator.condition.Conditions;
import dev.synod.operator.condition.Publisher;
import dev.synod.operator.condition.Report;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.Declaration;
import dev.synod.operator.declaration.DeclarationReason;
import dev.synod.operator.declaration.Declarations;
import dev.synod.operator.declaration.DeclaredKind;
import dev.synod.operator.declaration.Departure;
import dev.synod.operator.declaration.LiveStatusSource;
import dev.synod.operator.declaration.LiveStatusSources;
import dev.synod.operator.declaration.Outcome;
import dev.synod.operator.declaration.Standing;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts each WorkflowRun and reports how it stands. */
@ControllerConfiguration(
    name = "run",
    finalizerName = "synod.dev/declaration",
    fieldManager = "synod-operator",
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = 1, timeUnit = TimeUnit.MINUTES))
public final class RunReconciler implements Reconciler<WorkflowRun>, Cleaner<WorkflowRun> {
  private final Declarations declarations;
  private final LiveStatusSource<WorkflowRun> live;
  private final Report<WorkflowRunStatus, WorkflowRun> report;
  private final Departure departure;
  private final Clock clock;

  RunReconciler(
      Declarations declarations,
      LiveStatusSources sources,
      Publisher publisher,
      Departure departure,
      Clock clock) {
    this.declarations = declarations;
    this.live = sources.of(DeclaredKind.RUNS, WorkflowRun.class);
    this.report = publisher.reportOf(WorkflowRun::new, WorkflowRunStatus::conditions);
    this.departure = departure;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, WorkflowRun>> prepareEventSources(
      EventSourceContext<WorkflowRun> context) {
    return List.of(live);
  }

  @Override
  public UpdateControl<WorkflowRun> reconcile(WorkflowRun run, Context<WorkflowRun> context) {
    Standing<WorkflowRunStatus> standing =
        live.standing(declare(run), run, WorkflowRunStatus.class);
    WorkflowRunStatus status = RunStatusFactory.status(run, standing, now());
    UpdateControl<WorkflowRun> control = report.patch(run, status);
    return standing.isDeclared()
        ? control
        : control.rescheduleAfter(Backoff.of(status.conditions(), Conditions.ACCEPTED, now()));
  }

  /** A run that has ended stays ended, even if the API server knows nothing of it any more. */
  private Outcome declare(WorkflowRun run) {
    return RunStatusFactory.isCompleted(run)
        ? Outcome.DONE
        : declarations.declare(Declaration.of(DeclaredKind.RUNS, run));
  }

  @Override
  public DeleteControl cleanup(WorkflowRun run, Context<WorkflowRun> context) {
    return departure.decide(
        run,
        departure.retract(DeclaredKind.RUNS, run),
        message ->
            report.tell(
                run, failing(run, Verdict.fails(DeclarationReason.DELETING, message)), context));
  }

  @Override
  public ErrorStatusUpdateControl<WorkflowRun> updateErrorStatus(
      WorkflowRun run, Context<WorkflowRun> context, Exception e) {
    WorkflowRunStatus status =
        failing(run, Verdict.unknown(DeclarationReason.RECONCILE_FAILED, Report.message(e)));
    return report.failed(
        run, status, e, Backoff.of(status.conditions(), Conditions.ACCEPTED, now()));
  }

  private WorkflowRunStatus failing(WorkflowRun run, Verdict verdict) {
    return RunStatusFactory.status(run, verdict, now());
  }

  private Instant now() {
    return clock.instant();
  }
}
