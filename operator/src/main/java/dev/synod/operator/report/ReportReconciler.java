package dev.synod.operator.report;

import dev.synod.crds.report.AuditReport;
import dev.synod.crds.report.AuditReportStatus;
import dev.synod.operator.OperatorConfiguration;
import dev.synod.operator.condition.Backoff;
import dev.synod.operator.condition.Publisher;
import dev.synod.operator.condition.Report;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.DeclarationReason;
import dev.synod.operator.declaration.Departure;
import dev.synod.operator.declaration.Outcome;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Asks the API server for the report of each period that is over, and tells what became of it. */
@ControllerConfiguration(
    name = "report",
    finalizerName = "synod.dev/declaration",
    fieldManager = "synod-operator",
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = 1, timeUnit = TimeUnit.MINUTES))
public final class ReportReconciler implements Reconciler<AuditReport>, Cleaner<AuditReport> {
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(2);

  private final ReportClient client;
  private final Report<AuditReportStatus, AuditReport> report;
  private final Departure departure;
  private final Clock clock;
  private final String systemNamespace;

  ReportReconciler(
      ReportClient client,
      Publisher publisher,
      Departure departure,
      Clock clock,
      OperatorConfiguration configuration) {
    this.client = client;
    this.report = publisher.reportOf(AuditReport::new, AuditReportStatus::conditions);
    this.departure = departure;
    this.clock = clock;
    this.systemNamespace = configuration.systemNamespace();
  }

  @Override
  public UpdateControl<AuditReport> reconcile(AuditReport resource, Context<AuditReport> context) {
    Instant now = clock.instant();
    Verdict accepted = ReportChecks.understood(resource, systemNamespace);
    if (!accepted.isTrue()) {
      return report.patch(resource, ReportStatusFactory.status(resource, accepted, accepted, now));
    }
    Window window = Window.of(resource.getSpec().period(), now);
    if (!window.isOver(now)) {
      client.removeOthers(resource);
      return report.patch(
          resource,
          ReportStatusFactory.status(resource, accepted, ReportChecks.notOver(window), now));
    }
    Progress progress = ask(resource, window);
    AuditReportStatus status =
        ReportStatusFactory.status(resource, accepted, progress, window, now);
    UpdateControl<AuditReport> control = report.patch(resource, status);
    return progress.isSettled()
        ? control
        : control.rescheduleAfter(
            progress.isUnderWay()
                ? LOOK_AGAIN_AFTER
                : Backoff.of(status.conditions(), ReportStatusFactory.READY, now));
  }

  /** Asks for what was missed, the oldest first, and tells how the newest stands. */
  private Progress ask(AuditReport resource, Window newest) {
    for (Window window : Missed.before(resource, newest)) {
      Progress progress = client.ask(resource, window);
      if (!(progress.outcome() instanceof Outcome.Done)) {
        return progress;
      }
    }
    return client.ask(resource, newest);
  }

  @Override
  public DeleteControl cleanup(AuditReport resource, Context<AuditReport> context) {
    return departure.decide(
        resource,
        client.remove(resource),
        message -> {
          Verdict deleting = Verdict.fails(DeclarationReason.DELETING, message);
          report.tell(
              resource,
              ReportStatusFactory.status(resource, deleting, deleting, clock.instant()),
              context);
        });
  }

  @Override
  public ErrorStatusUpdateControl<AuditReport> updateErrorStatus(
      AuditReport resource, Context<AuditReport> context, Exception e) {
    Verdict failed = Verdict.unknown(DeclarationReason.RECONCILE_FAILED, Report.message(e));
    Instant now = clock.instant();
    AuditReportStatus status = ReportStatusFactory.status(resource, failed, failed, now);
    return report.failed(
        resource, status, e, Backoff.of(status.conditions(), ReportStatusFactory.READY, now));
  }
}
