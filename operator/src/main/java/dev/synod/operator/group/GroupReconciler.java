package dev.synod.operator.group;

import dev.synod.crds.group.CoordinationGroup;
import dev.synod.crds.group.CoordinationGroupStatus;
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

/** Declares each CoordinationGroup and reports how it stands. */
@ControllerConfiguration(
    name = "group",
    finalizerName = "synod.dev/declaration",
    fieldManager = "synod-operator",
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = 1, timeUnit = TimeUnit.MINUTES))
public final class GroupReconciler
    implements Reconciler<CoordinationGroup>, Cleaner<CoordinationGroup> {
  private final Declarations declarations;
  private final LiveStatusSource<CoordinationGroup> live;
  private final Report<CoordinationGroupStatus, CoordinationGroup> report;
  private final Departure departure;
  private final Clock clock;

  GroupReconciler(
      Declarations declarations,
      LiveStatusSources sources,
      Publisher publisher,
      Departure departure,
      Clock clock) {
    this.declarations = declarations;
    this.live = sources.of(DeclaredKind.GROUPS, CoordinationGroup.class);
    this.report = publisher.reportOf(CoordinationGroup::new, CoordinationGroupStatus::conditions);
    this.departure = departure;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, CoordinationGroup>> prepareEventSources(
      EventSourceContext<CoordinationGroup> context) {
    return List.of(live);
  }

  @Override
  public UpdateControl<CoordinationGroup> reconcile(
      CoordinationGroup group, Context<CoordinationGroup> context) {
    Verdict understood = GroupChecks.understood(group.getSpec());
    if (!understood.isTrue()) {
      return report.patch(group, GroupStatusFactory.status(group, understood, understood, now()));
    }
    Standing<CoordinationGroupStatus> standing =
        live.standing(
            declarations.declare(Declaration.of(DeclaredKind.GROUPS, group)),
            group,
            CoordinationGroupStatus.class);
    CoordinationGroupStatus status = GroupStatusFactory.status(group, standing, now());
    UpdateControl<CoordinationGroup> control = report.patch(group, status);
    return standing.isDeclared()
        ? control
        : control.rescheduleAfter(Backoff.of(status.conditions(), Conditions.ACCEPTED, now()));
  }

  @Override
  public DeleteControl cleanup(CoordinationGroup group, Context<CoordinationGroup> context) {
    return departure.decide(
        group,
        departure.retract(DeclaredKind.GROUPS, group),
        message ->
            report.tell(
                group,
                failing(group, Verdict.fails(DeclarationReason.DELETING, message)),
                context));
  }

  @Override
  public ErrorStatusUpdateControl<CoordinationGroup> updateErrorStatus(
      CoordinationGroup group, Context<CoordinationGroup> context, Exception e) {
    CoordinationGroupStatus status =
        failing(group, Verdict.unknown(DeclarationReason.RECONCILE_FAILED, Report.message(e)));
    return report.failed(
        group, status, e, Backoff.of(status.conditions(), Conditions.READY, now()));
  }

  private CoordinationGroupStatus failing(CoordinationGroup group, Verdict verdict) {
    return GroupStatusFactory.status(group, verdict, verdict, now());
  }

  private Instant now() {
    return clock.instant();
  }
}
