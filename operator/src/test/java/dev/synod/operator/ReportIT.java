package dev.synod.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.audit.note.SignerKey;
import dev.synod.crds.Condition;
import dev.synod.crds.ConditionStatus;
import dev.synod.crds.KubernetesApi;
import dev.synod.crds.report.AuditReport;
import dev.synod.crds.report.AuditReportStatus;
import dev.synod.testkit.Opa;
import dev.synod.testkit.Postgres;
import dev.synod.testkit.server.Await;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reports of a real API server, asked for under the operator's own role. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReportIT {
  @RegisterExtension static final Opa OPA = new Opa();
  @RegisterExtension static final Postgres POSTGRES = new Postgres();

  private static final long WAIT_SECONDS_MAX = 120;
  private static KubernetesApi kubernetes;
  private static ApiServerProcess server;
  private static OperatorProcess operator;

  @BeforeAll
  static void start() throws Exception {
    kubernetes = KubernetesApi.start();
    OperatorProcess.install(kubernetes);
    kubernetes
        .client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("synod-system")
                .withName("synod-endpoints")
                .endMetadata()
                .withData(Map.of("server", "https://synod.example", "issuer", "", "ca.crt", ""))
                .build())
        .create();
    SignerKey key = SignerKey.generate("synod.example/audit", new SecureRandom());
    Path keyFile =
        Files.createTempFile(
            "audit",
            "key",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(keyFile, key.secretText());
    server =
        ApiServerProcess.start(
            kubernetes,
            OPA,
            POSTGRES.environment(
                Map.of(
                    "SYNOD_ISSUER",
                    "http://127.0.0.1:27002/realms/synod",
                    "SYNOD_AUDIT_KEY_FILE",
                    keyFile.toString())));
    operator = OperatorProcess.start(kubernetes, server.clientEnvironment());
  }

  @AfterAll
  static void stop() throws Exception {
    operator.close();
    server.close();
    kubernetes.close();
  }

  @Test
  @Order(1)
  void shouldTellWhereTheReportOfTheLastPeriodIs() throws Exception {
    AuditReport made = await(create("daily", "{every: Day}"), one -> isReady(one, "Made"));

    AuditReportStatus status = made.getStatus();
    AuditReportStatus.Latest latest = status.latest();
    assertThat(status.percent()).isEqualTo(100);
    assertThat(status.nextRun()).isEqualTo(nextDayAfter(latest.to()));
    assertThat(latest.digest()).hasSize(44);
    assertThat(latest.checkpoint().size()).isPositive();
    assertThat(latest.bytes()).isPositive();
    assertThat(latest.url())
        .startsWith(
            "https://synod.example/v1/namespaces/default/audit/reports/daily:download?uid="
                + made.getMetadata().getUid()
                + "&from=");
    assertThat(count()).isEqualTo(1);
    assertThat(POSTGRES.number("select retention_seconds from audit_report where name = 'daily'"))
        .isEqualTo(Duration.ofDays(90).toSeconds());
  }

  @Test
  @Order(2)
  void shouldWaitUntilAPeriodIsOverAndForgetWhatHadTheNameBefore() throws Exception {
    POSTGRES.execute(
        """
        insert into audit_report (namespace, name, uid, generation, period_from, period_to, wanted,
          state, message, maker, not_before, leaves, leaves_done, entries, checkpoint_size,
          checkpoint_root, digest, bytes)
        values ('default', 'early', 'another', 1, '2020-01-01T00:00:00Z', '2020-01-02T00:00:00Z', '{}',
          'Made', '', '', now(), 1, 1, 1, 1, '', '', 1)
        """);

    AuditReport early =
        await(
            create("early", "{from: 2990-01-01T00:00:00Z, to: 2999-01-01T00:00:00Z}"),
            one -> isReady(one, "PeriodNotOver"));

    assertThat(ready(early).orElseThrow().message()).contains("2999-01-01T00:00:00Z");
    assertThat(early.getStatus().latest()).isNull();
    assertThat(POSTGRES.number("select count(*) from audit_report where name = 'early'")).isZero();
  }

  @Test
  @Order(3)
  void shouldRefuseAPeriodThatIsNone() {
    await(
        create("nowhere", "{every: Day, timeZone: Mars/Base}"),
        one -> isReady(one, "InvalidPeriod"));
  }

  @Test
  @Order(4)
  void shouldSayThatTheServerIsAwayAndMakeTheReportOnceItIsBack() throws Exception {
    server.kill();
    AuditReport report = create("later", "{from: 2020-01-01T00:00:00Z, to: 2021-01-01T00:00:00Z}");
    AuditReport unknown = await(report, one -> isReady(one, "ServerUnavailable"));
    assertThat(ready(unknown).orElseThrow().status()).isEqualTo(ConditionStatus.UNKNOWN);

    server.restart();

    AuditReport made = await(report, one -> isReady(one, "Made"));
    assertThat(made.getStatus().latest().to()).isEqualTo("2021-01-01T00:00:00Z");
    assertThat(made.getStatus().nextRun()).isNull();
  }

  @Test
  @Order(5)
  void shouldMakeTheReportsOfThePeriodsThatWereOverWhileItWasAway() throws Exception {
    operator.close();
    AuditReport daily = daily();
    AuditReportStatus status = daily.getStatus();
    AuditReportStatus.Latest latest = status.latest();
    Instant to = Instant.parse(latest.to());
    daily.setStatus(
        new AuditReportStatus(
            status.observedGeneration(),
            status.conditions(),
            status.percent(),
            new AuditReportStatus.Latest(
                to.minus(Duration.ofDays(4)).toString(),
                to.minus(Duration.ofDays(3)).toString(),
                latest.entries(),
                latest.checkpoint(),
                latest.digest(),
                latest.bytes(),
                latest.url()),
            status.nextRun()));
    kubernetes.client().resource(daily).updateStatus();

    operator = OperatorProcess.start(kubernetes, server.clientEnvironment());

    await(daily, one -> one.getStatus().latest().to().equals(latest.to()));
    for (int days = 0; days < 3; days++) {
      String made =
          "select count(*) from audit_report where name = 'daily' and state = 'Made' and period_to = '%s'"
              .formatted(to.minus(Duration.ofDays(days)));
      Await.until(Duration.ofSeconds(WAIT_SECONDS_MAX), made, () -> POSTGRES.number(made) == 1);
    }
    assertThat(POSTGRES.number("select count(*) from audit_report where name = 'daily'"))
        .isEqualTo(3);
  }

  @Test
  @Order(6)
  void shouldTakeTheArchiveAwayWithItsResource() throws Exception {
    AuditReport daily = daily();

    kubernetes.client().resource(daily).delete();
    kubernetes
        .client()
        .resource(daily)
        .waitUntilCondition(gone -> gone == null, WAIT_SECONDS_MAX, TimeUnit.SECONDS);

    assertThat(count()).isZero();
  }

  private static AuditReport daily() {
    return kubernetes
        .client()
        .resources(AuditReport.class)
        .inNamespace("default")
        .withName("daily")
        .get();
  }

  private static String nextDayAfter(String day) {
    return Instant.parse(day).plus(Duration.ofDays(1)).toString();
  }

  private static boolean isReady(AuditReport report, String reason) {
    return ready(report).filter(condition -> condition.reason().equals(reason)).isPresent();
  }

  private static Optional<Condition> ready(AuditReport report) {
    List<Condition> conditions =
        report.getStatus() == null ? List.of() : report.getStatus().conditions();
    return conditions.stream().filter(condition -> condition.type().equals("Ready")).findFirst();
  }

  private static AuditReport create(String name, String period) {
    String yaml =
        """
        apiVersion: synod.dev/v1alpha1
        kind: AuditReport
        metadata: {name: %s, namespace: default}
        spec: {period: %s, retention: 2160h}
        """;
    return kubernetes
        .client()
        .resource(Serialization.unmarshal(yaml.formatted(name, period), AuditReport.class))
        .create();
  }

  private static AuditReport await(AuditReport report, Predicate<AuditReport> condition) {
    return kubernetes
        .client()
        .resource(report)
        .waitUntilCondition(
            one -> one != null && condition.test(one), WAIT_SECONDS_MAX, TimeUnit.SECONDS);
  }

  /** How many parts of the archives of the report {@code daily} the database has. */
  private static long count() throws SQLException {
    return POSTGRES.number(
        "select count(*) from audit_report_part join audit_report on id = report where name = 'daily'");
  }
}
