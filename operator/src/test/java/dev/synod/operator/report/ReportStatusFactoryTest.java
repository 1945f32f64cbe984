package dev.synod.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.crds.report.AuditReport;
import dev.synod.crds.report.AuditReportStatus;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.DeclarationReason;
import dev.synod.operator.declaration.Outcome;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportStatusFactoryTest {
  private static final Instant NOW = Instant.parse("2026-01-31T00:00:00Z");
  private static final Verdict ACCEPTED =
      Verdict.holds(DeclarationReason.ACCEPTED, "The spec is understood.");

  @Test
  void shouldKeepHowFarAReportIsWhileTheServerIsAway() {
    AuditReport report = report();
    report.setStatus(
        status(report, new Progress(Outcome.DONE, "Making", "", 42, Optional.empty())));

    AuditReportStatus away =
        status(report, Progress.unknown(new Outcome.Unreachable("connection refused")));

    assertThat(away.percent()).isEqualTo(42);
  }

  @Test
  void shouldSayNothingOfHowFarAReportIsThatNoServerHasToldOf() {
    AuditReport report = report();

    assertThat(status(report, Progress.unknown(new Outcome.Unreachable("away"))).percent())
        .isNull();
  }

  @Test
  void shouldNameNoArchiveThatIsGone() {
    AuditReport report = report();
    var made = new AuditReportStatus.Latest("from", "to", 1L, null, "digest", 1L, "url");
    report.setStatus(
        status(report, new Progress(Outcome.DONE, "Made", "", 100, Optional.of(made))));
    assertThat(report.getStatus().latest()).isEqualTo(made);

    AuditReportStatus gone =
        status(report, new Progress(Outcome.DONE, "Expired", "too old", 100, Optional.empty()));

    assertThat(gone.latest()).isNull();
  }

  private static AuditReportStatus status(AuditReport report, Progress progress) {
    Window window = Window.of(report.getSpec().period(), NOW);
    return ReportStatusFactory.status(report, ACCEPTED, progress, window, NOW);
  }

  private static AuditReport report() {
    return Serialization.unmarshal(
        """
        apiVersion: synod.dev/v1alpha1
        kind: AuditReport
        metadata: {name: daily, namespace: review, generation: 1}
        spec: {period: {every: Day}}
        """,
        AuditReport.class);
  }
}
