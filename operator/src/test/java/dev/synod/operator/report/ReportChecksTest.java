package dev.synod.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.crds.ConditionStatus;
import dev.synod.crds.report.AuditReport;
import dev.synod.crds.report.AuditReportStatus.Latest;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.Outcome;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportChecksTest {
  @Test
  void shouldTellOfOtherNamespacesInTheSystemsAlone() {
    assertThat(understood("review", "{every: Day}", "{namespaces: [review]}").isTrue()).isTrue();
    assertThat(understood("synod-system", "{every: Day}", "{namespaces: [review, bank]}").isTrue())
        .isTrue();

    Verdict refused = understood("review", "{every: Day}", "{namespaces: [bank]}");

    assertThat(refused.reason()).isEqualTo(ReportReason.SCOPE_FORBIDDEN);
    assertThat(refused.message()).contains("bank", "synod-system");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{actions: [state.write, 'task.*', policy.break-glass], outcomes: [applied, not-found]} | ACCEPTED |",
        "{actions: [state.*, '*']} | UNKNOWN_WORD | in spec.scope.actions (none for all), but found '*'.",
        "{actions: [stat.write]} | UNKNOWN_WORD | but found 'stat.write'. There are: agent.read,",
        "{outcomes: [done]} | UNKNOWN_WORD | in spec.scope.outcomes (none for all), but found 'done'. There are: already-exists,",
      })
  void shouldRefuseAFilterThatNoEntryCanFit(String scope, String reason, String message) {
    Verdict verdict = understood("review", "{every: Day}", scope);

    assertThat(((Enum<?>) verdict.reason()).name()).isEqualTo(reason);
    assertThat(verdict.message()).contains(message == null ? "" : message);
  }

  @Test
  void shouldSayThatAReportShowsNothing() {
    var latest = new Latest("", "", 0L, null, "", 7L, "");
    var progress = new Progress(Outcome.DONE, "Made", "", 100, Optional.of(latest));

    assertThat(ReportChecks.ready(progress).message()).contains("it shows no entry");
  }

  @Test
  void shouldRefuseAPeriodThatIsNone() {
    assertThat(understood("review", "{every: Day, timeZone: Mars/Base}", "{}").reason())
        .isEqualTo(ReportReason.INVALID_PERIOD);
    assertThat(understood("review", "{every: Fortnight}", "{}").reason().word())
        .isEqualTo("NotSupported");
  }

  @Test
  void shouldRefuseARetentionThatIsNone() {
    AuditReport report =
        Serialization.unmarshal(
            """
            apiVersion: synod.dev/v1alpha1
            kind: AuditReport
            metadata: {name: r, namespace: review}
            spec: {period: {every: Day}, retention: long}
            """,
            AuditReport.class);

    Verdict refused = ReportChecks.understood(report, "synod-system");

    assertThat(refused.isTrue()).isFalse();
    assertThat(refused.message()).contains("spec.retention", "2160h", "long");
  }

  @ParameterizedTest
  @CsvSource({
    "Made,    TRUE,  MADE",
    "Making,  FALSE, MAKING",
    "Waiting, FALSE, WAITING",
    "Failed,  FALSE, FAILED",
    "Expired, FALSE, EXPIRED"
  })
  void shouldBeReadyOnceTheReportIsThere(
      String state, ConditionStatus status, ReportReason reason) {
    Verdict ready =
        ReportChecks.ready(new Progress(Outcome.DONE, state, "why", 0, Optional.empty()));

    assertThat(ready.status()).isEqualTo(status);
    assertThat(ready.reason()).isEqualTo(reason);
  }

  @Test
  void shouldSayWhyTheServerDoesNotAnswer() {
    Verdict unknown =
        ReportChecks.ready(Progress.unknown(new Outcome.Unreachable("PostgreSQL is away")));

    assertThat(unknown.status()).isEqualTo(ConditionStatus.UNKNOWN);
    assertThat(unknown.message()).isEqualTo("PostgreSQL is away");
  }

  private static Verdict understood(String namespace, String period, String scope) {
    String yaml =
        """
        apiVersion: synod.dev/v1alpha1
        kind: AuditReport
        metadata: {name: r, namespace: %s}
        spec: {period: %s, scope: %s}
        """;
    return ReportChecks.understood(
        Serialization.unmarshal(yaml.formatted(namespace, period, scope), AuditReport.class),
        "synod-system");
  }
}
