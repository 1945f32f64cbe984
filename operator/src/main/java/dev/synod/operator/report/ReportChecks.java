package dev.synod.operator.report;

import dev.synod.crds.report.AuditReport;
import dev.synod.crds.report.AuditReportSpec;
import dev.synod.crds.report.AuditReportStatus.Latest;
import dev.synod.crds.report.Period;
import dev.synod.crds.report.ReportScope;
import dev.synod.kernel.audit.TrailFilter;
import dev.synod.operator.condition.Check;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.DeclarationReason;
import dev.synod.operator.declaration.Outcome;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides the conditions of an AuditReport. */
final class ReportChecks {
  private static final List<Check<Report>> CHECKS =
      List.of(
          ReportChecks::known,
          ReportChecks::period,
          ReportChecks::retention,
          ReportChecks::namespaces,
          ReportChecks::filter);

  private record Report(AuditReportSpec spec, String namespace, String systemNamespace) {}

  private ReportChecks() {}

  /** Whether the spec can be acted on. */
  static Verdict understood(AuditReport report, String systemNamespace) {
    return Check.first(
        CHECKS,
        new Report(report.getSpec(), report.getMetadata().getNamespace(), systemNamespace),
        Verdict.holds(DeclarationReason.ACCEPTED, "The spec is understood."));
  }

  /** Whether the report of the window is there. */
  static Verdict ready(Progress progress) {
    return switch (progress.outcome()) {
      case Outcome.Unreachable unreachable ->
          Verdict.unknown(DeclarationReason.SERVER_UNAVAILABLE, unreachable.detail());
      case Outcome.Refused refused ->
          Verdict.fails(DeclarationReason.REFUSED, refused.code() + ": " + refused.detail());
      case Outcome.Done _ -> told(progress);
    };
  }

  /** That it is too early. */
  static Verdict notOver(Window window) {
    return Verdict.fails(
        ReportReason.PERIOD_NOT_OVER, "The period is over at %s.".formatted(window.to()));
  }

  private static Verdict told(Progress progress) {
    return switch (progress.state()) {
      case "Made" ->
          Verdict.holds(
              ReportReason.MADE,
              progress.made().map(Latest::entries).filter(entries -> entries == 0).isPresent()
                  ? "The report of the period is there; it shows no entry, for none of the period fits the scope."
                  : "The report of the period is there.");
      case "Failed" -> Verdict.fails(ReportReason.FAILED, progress.message());
      case "Expired" -> Verdict.fails(ReportReason.EXPIRED, progress.message());
      case "Making" -> Verdict.fails(ReportReason.MAKING, "The report is being written.");
      default ->
          Verdict.fails(
              ReportReason.WAITING,
              progress.message().isEmpty() ? "The report is not begun." : progress.message());
    };
  }

  private static @Nullable Verdict known(Report report) {
    Period period = report.spec().period();
    return period.every() == null && period.from() == null
        ? Verdict.fails(
            DeclarationReason.NOT_SUPPORTED,
            "spec.period.every has a value that this version does not know: upgrade Synod or change it")
        : null;
  }

  private static @Nullable Verdict period(Report report) {
    try {
      var _ = Window.of(report.spec().period(), Instant.EPOCH);
      return null;
    } catch (DateTimeException e) {
      return Verdict.fails(
          ReportReason.INVALID_PERIOD,
          "spec.period: expected times such as 2026-01-31T00:00:00Z and a time zone such as Europe/Berlin, but: "
              + e.getMessage());
    }
  }

  private static @Nullable Verdict retention(Report report) {
    try {
      var _ = Retention.of(report.spec());
      return null;
    } catch (ParseException e) {
      return Verdict.fails(
          DeclarationReason.NOT_SUPPORTED,
          "spec.retention: expected a duration such as 2160h, but found %s"
              .formatted(report.spec().retention()));
    }
  }

  private static @Nullable Verdict namespaces(Report report) {
    ReportScope scope = report.spec().scope();
    if (scope == null || report.namespace().equals(report.systemNamespace())) {
      return null;
    }
    return scope.namespaces().stream()
        .filter(name -> !name.equals(report.namespace()))
        .findFirst()
        .map(
            name ->
                Verdict.fails(
                    ReportReason.SCOPE_FORBIDDEN,
                    "spec.scope.namespaces names %s, but a report of %s tells of that alone: apply it in %s to tell of others."
                        .formatted(name, report.namespace(), report.systemNamespace())))
        .orElse(null);
  }

  private static @Nullable Verdict filter(Report report) {
    ReportScope scope = report.spec().scope();
    return scope == null
        ? null
        : TrailFilter.refuseActions("spec.scope.actions", scope.actions())
            .or(() -> TrailFilter.refuseOutcomes("spec.scope.outcomes", scope.outcomes()))
            .map(refusal -> Verdict.fails(ReportReason.UNKNOWN_WORD, refusal))
            .orElse(null);
  }
}
