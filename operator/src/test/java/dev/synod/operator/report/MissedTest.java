package dev.synod.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.crds.report.AuditReport;
import dev.synod.crds.report.AuditReportStatus;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.DeclarationReason;
import dev.synod.operator.declaration.Outcome;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked for after a pause in which nobody could ask. */
class MissedTest {
  private static final Verdict ACCEPTED =
      Verdict.holds(DeclarationReason.ACCEPTED, "The spec is understood.");

  @Test
  void shouldMissNothingWhereThePeriodBeforeIsReported() {
    AuditReport report = report("{every: Day}", 10);
    made(report, "2026-03-01T00:00:00Z");

    assertThat(missed(report, "2026-03-01T00:00:00Z")).isEmpty();
    assertThat(missed(report, "2026-03-01T23:59:59Z")).isEmpty();
    assertThat(missed(report, "2026-03-02T00:00:00Z")).isEmpty();
  }

  @Test
  void shouldMissAllPeriodsOfAPauseTheOldestFirst() {
    AuditReport report = report("{every: Day}", 10);
    made(report, "2026-02-26T00:00:00Z");

    assertThat(missed(report, "2026-03-02T12:00:00Z"))
        .containsExactly(
            "2026-02-26T00:00:00Z to 2026-02-27T00:00:00Z",
            "2026-02-27T00:00:00Z to 2026-02-28T00:00:00Z",
            "2026-02-28T00:00:00Z to 2026-03-01T00:00:00Z");
  }

  @Test
  void shouldMissMonthsOfTheirOwnLengths() {
    AuditReport report = report("{every: Month, timeZone: Europe/Berlin}", 10);
    made(report, "2026-01-31T23:00:00Z");

    assertThat(missed(report, "2026-05-02T12:00:00Z"))
        .containsExactly(
            "2026-01-31T23:00:00Z to 2026-02-28T23:00:00Z",
            "2026-02-28T23:00:00Z to 2026-03-31T22:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void shouldAskForNoMoreThanIsKept(int keep) {
    AuditReport report = report("{every: Week}", keep);
    made(report, "2020-01-06T00:00:00Z");

    List<String> missed = missed(report, "2026-03-05T00:00:00Z");

    assertThat(missed).hasSize(keep - 1);
    if (keep > 1) {
      assertThat(missed).last().isEqualTo("2026-02-16T00:00:00Z to 2026-02-23T00:00:00Z");
    }
  }

  @Test
  void shouldAskForWhatWasMissedOnceWhereTheServerKnowsIt() {
    AuditReport report = report("{every: Day}", 10);
    made(report, "2026-02-26T00:00:00Z");
    Instant now = Instant.parse("2026-03-02T12:00:00Z");

    tell(report, new Outcome.Unreachable("away"), "", Optional.empty(), now);
    assertThat(missed(report, now.toString())).hasSize(3);
    tell(report, Outcome.DONE, "Waiting", Optional.empty(), now);
    assertThat(missed(report, now.toString())).isEmpty();
    assertThat(missed(report, "2026-03-03T12:00:00Z")).hasSize(4);
    report.getMetadata().setGeneration(2L);
    assertThat(missed(report, now.toString())).hasSize(3);
  }

  @Test
  void shouldMissNothingBeforeTheFirstReportOrAFixedOne() {
    AuditReport first = report("{every: Day}", 10);
    AuditReport fixed = report("{from: 2026-02-01T00:00:00Z, to: 2026-03-01T00:00:00Z}", 10);
    made(fixed, "2026-01-01T00:00:00Z");

    assertThat(missed(first, "2026-03-02T12:00:00Z")).isEmpty();
    assertThat(missed(fixed, "2026-03-02T12:00:00Z")).isEmpty();
  }

  private static List<String> missed(AuditReport report, String now) {
    Window window = Window.of(report.getSpec().period(), Instant.parse(now));
    return Missed.before(report, window).stream()
        .map(one -> one.from() + " to " + one.to())
        .toList();
  }

  private static void made(AuditReport report, String to) {
    var latest = new AuditReportStatus.Latest("x", to, 1L, null, "digest", 1L, "url");
    tell(report, Outcome.DONE, "Made", Optional.of(latest), Instant.parse(to));
  }

  private static void tell(
      AuditReport report,
      Outcome outcome,
      String state,
      Optional<AuditReportStatus.Latest> made,
      Instant now) {
    Window window = Window.of(report.getSpec().period(), now);
    var progress = new Progress(outcome, state, "", 0, made);
    report.setStatus(ReportStatusFactory.status(report, ACCEPTED, progress, window, now));
  }

  private static AuditReport report(String period, int keep) {
    return Serialization.unmarshal(
        """
        apiVersion: synod.dev/v1alpha1
        kind: AuditReport
        metadata: {name: daily, namespace: review, generation: 1}
        spec: {period: %s, keep: %d}
        """
            .formatted(period, keep),
        AuditReport.class);
  }
}
