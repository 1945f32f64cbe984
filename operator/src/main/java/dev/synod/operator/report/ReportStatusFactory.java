package dev.synod.operator.report;

import dev.synod.crds.Condition;
import dev.synod.crds.report.AuditReport;
import dev.synod.crds.report.AuditReportStatus;
import dev.synod.operator.condition.Conditions;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the status of an AuditReport. A report that was made stays in it until the next one is. */
final class ReportStatusFactory {
  /** The report of the period is there. */
  static final String READY = "Ready";

  private static final AuditReportStatus NOTHING_KNOWN =
      new AuditReportStatus(null, List.of(), null, null, null);

  private ReportStatusFactory() {}

  /** The status where nothing new is known but verdicts. */
  static AuditReportStatus status(
      AuditReport report, Verdict accepted, Verdict ready, Instant now) {
    return status(report, accepted, ready, null, Optional.empty(), now);
  }

  /** The status of a report that was asked for. */
  static AuditReportStatus status(
      AuditReport report, Verdict accepted, Progress progress, Window window, Instant now) {
    AuditReportStatus.Latest made = progress.made().orElse(null);
    AuditReportStatus asked =
        status(report, accepted, ReportChecks.ready(progress), made, window.next(), now);
    return new AuditReportStatus(
        asked.observedGeneration(),
        asked.conditions(),
        percent(report, progress),
        progress.isExpired() ? null : asked.latest(),
        asked.nextRun());
  }

  /** While the server does not tell how far it is, what it told last. */
  private static @Nullable Integer percent(AuditReport report, Progress progress) {
    if (progress.outcome() instanceof Outcome.Done) {
      return progress.percent();
    }
    return report.getStatus() == null ? null : report.getStatus().percent();
  }

  private static AuditReportStatus status(
      AuditReport report,
      Verdict accepted,
      Verdict ready,
      AuditReportStatus.@Nullable Latest made,
      Optional<Instant> next,
      Instant now) {
    AuditReportStatus known = report.getStatus() == null ? NOTHING_KNOWN : report.getStatus();
    List<Condition> conditions =
        new Conditions(known.conditions(), report.getMetadata().getGeneration(), now)
            .with(Conditions.ACCEPTED, accepted)
            .with(READY, ready)
            .list();
    return new AuditReportStatus(
        report.getMetadata().getGeneration(),
        conditions,
        null,
        made == null ? known.latest() : made,
        next.map(Instant::toString).orElse(null));
  }
}
