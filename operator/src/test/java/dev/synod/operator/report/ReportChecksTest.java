package dev.synod.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.crds.ConditionStatus;
import dev.synod.crds.report.AuditReport;
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
    assertThat(understood("review", "{every: Day}", "[review]").isTrue()).isTrue();
    assertThat(understood("synod-system", "{every: Day}", "[review, bank]").isTrue()).isTrue();

    Verdict refused = understood("review", "{every: Day}", "[bank]");

    assertThat(refused.reason()).isEqualTo(ReportReason.SCOPE_FORBIDDEN);
    assertThat(refused.message()).contains("bank", "synod-system");
  }

  @Test
  void shouldRefuseAPeriodThatIsNone() {
    assertThat(understood("review", "{every: Day, timeZone: Mars/Base}", "[]").reason())
        .isEqualTo(ReportReason.INVALID_PERIOD);
    assertThat(understood("review", "{every: Fortnight}", "[]").reason().word())
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

  private static Verdict understood(String namespace, String period, String namespaces) {
    String yaml =
        """
        apiVersion: synod.dev/v1alpha1
        kind: AuditReport
        metadata: {name: r, namespace: %s}
        spec: {period: %s, scope: {namespaces: %s}}
        """;
    return ReportChecks.understood(
        Serialization.unmarshal(yaml.formatted(namespace, period, namespaces), AuditReport.class),
        "synod-system");
  }
}
