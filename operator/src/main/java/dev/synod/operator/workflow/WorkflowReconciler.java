package dev.synod.operator.workflow;

import dev.synod.crds.group.CoordinationGroup;
import dev.synod.crds.workflow.Workflow;
import dev.synod.crds.workflow.WorkflowStatus;
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
import dev.synod.operator.declaration.Standing;
import io.fabric8.kubernetes.client.KubernetesClient;
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

/** Checks each Workflow, declares it, and reports how its runs stand. */
@ControllerConfiguration(
    name = "workflow",
    finalizerName = "synod.dev/declaration",
    fieldManager = "synod-operator",
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = 1, timeUnit = TimeUnit.MINUTES))
public final class WorkflowReconciler implements Reconciler<Workflow>, Cleaner<Workflow> {
  private final KubernetesClient kubernetes;
  private final Declarations declarations;
  private final LiveStatusSource<Workflow> live;
  private final Report<WorkflowStatus, Workflow> report;
  private final Departure departure;
  private final Clock clock;

  WorkflowReconciler(
      KubernetesClient kubernetes,
      Declarations declarations,
      LiveStatusSources sources,
      Publisher publisher,
      Departure departure,
      Clock clock) {
    this.kubernetes = kubernetes;
    this.declarations = declarations;
    this.live = sources.of(DeclaredKind.WORKFLOWS, Workflow.class);
    this.report = publisher.reportOf(Workflow::new, WorkflowStatus::conditions);
    this.departure = departure;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, Workflow>> prepareEventSources(EventSourceContext<Workflow> context) {
    return List.of(live);
  }

  @Override
  public UpdateControl<Workflow> reconcile(Workflow workflow, Context<Workflow> context) {
    WorkflowObservation observed = observe(workflow);
    Verdict valid = observed.definition().verdict();
    if (!valid.isTrue()) {
      return report.patch(workflow, WorkflowStatusFactory.status(workflow, valid, valid, now()));
    }
    Standing<WorkflowStatus> standing =
        live.standing(
            declarations.declare(
                Declaration.of(DeclaredKind.WORKFLOWS, workflow)
                    .with("digest", observed.definition().digest())),
            workflow,
            WorkflowStatus.class);
    WorkflowStatus status = WorkflowStatusFactory.status(workflow, observed, standing, now());
    UpdateControl<Workflow> control = report.patch(workflow, status);
    return standing.isDeclared() && observed.groupPresent()
        ? control
        : control.rescheduleAfter(Backoff.of(status.conditions(), Conditions.READY, now()));
  }

  private WorkflowObservation observe(Workflow workflow) {
    return new WorkflowObservation(
        CheckedDefinition.of(workflow.getSpec().definition()),
        kubernetes
                .resources(CoordinationGroup.class)
                .inNamespace(workflow.getMetadata().getNamespace())
                .withName(workflow.getSpec().groupRef().name())
                .get()
            != null);
  }

  @Override
  public DeleteControl cleanup(Workflow workflow, Context<Workflow> context) {
    return departure.decide(
        workflow,
        departure.retract(DeclaredKind.WORKFLOWS, workflow),
        message ->
            report.tell(
                workflow,
                failing(workflow, Verdict.fails(DeclarationReason.DELETING, message)),
                context));
  }

  @Override
  public ErrorStatusUpdateControl<Workflow> updateErrorStatus(
      Workflow workflow, Context<Workflow> context, Exception e) {
    WorkflowStatus status =
        failing(workflow, Verdict.unknown(DeclarationReason.RECONCILE_FAILED, Report.message(e)));
    return report.failed(
        workflow, status, e, Backoff.of(status.conditions(), Conditions.READY, now()));
  }

  private WorkflowStatus failing(Workflow workflow, Verdict verdict) {
    return WorkflowStatusFactory.status(workflow, verdict, verdict, now());
  }

  private Instant now() {
    return clock.instant();
  }
}
