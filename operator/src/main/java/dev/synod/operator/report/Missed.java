package dev.synod.operator.report;

import dev.synod.crds.report.AuditReport;
import dev.synod.crds.report.AuditReportStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which periods were over while nobody could ask for them. */
final class Missed {
  private static final int KEPT_DEFAULT = 10;

  private Missed() {}

  /**
   * The periods between the report that a resource has and a window, the oldest first: no more than
   * are kept beside the window's, and none where they were asked for with it already.
   */
  static List<Window> before(AuditReport report, Window window) {
    AuditReportStatus status = report.getStatus();
    AuditReportStatus.@Nullable Latest latest = status == null ? null : status.latest();
    String reported = latest == null ? null : latest.to();
    if (status == null || reported == null || isAskedFor(report, status, window)) {
      return List.of();
    }
    int kept = Objects.requireNonNullElse(report.getSpec().keep(), KEPT_DEFAULT);
    return window.missed(report.getSpec().period(), Instant.parse(reported), kept - 1);
  }

  /** Whether the server knows this window, and with it those before. */
  private static boolean isAskedFor(AuditReport report, AuditReportStatus status, Window window) {
    List<String> known = List.of(ReportReason.WAITING.word(), ReportReason.MAKING.word());
    return window.next().map(Instant::toString).equals(Optional.ofNullable(status.nextRun()))
        && Objects.equals(status.observedGeneration(), report.getMetadata().getGeneration())
        && status.conditions().stream()
            .filter(condition -> condition.type().equals(ReportStatusFactory.READY))
            .anyMatch(condition -> known.contains(condition.reason()));
  }
}
