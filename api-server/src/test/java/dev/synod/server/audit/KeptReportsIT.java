package dev.synod.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.audit.note.Checkpoint;
import dev.synod.audit.note.SignerKey;
import dev.synod.audit.report.ReportFiles;
import dev.synod.audit.report.ReportVerifier;
import dev.synod.audit.tree.Hash;
import dev.synod.dev.certificate.AuditKey;
import dev.synod.kernel.audit.AuditCommand;
import dev.synod.kernel.value.Value;
import dev.synod.server.Installation;
import dev.synod.server.Review;
import dev.synod.testkit.Postgres;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reports that a real server makes in the background, and keeps in a real database. */
class KeptReportsIT {
  @RegisterExtension static final Postgres POSTGRES = new Postgres();
  @TempDir static Path folder;

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final long NAMESPACE_BYTES = 1L << 26;
  private static SignerKey key;
  private static Installation synod;
  private static String operator;
  private static String here;
  private static String auditor;
  private static String lead;

  /** What is logged in the namespace later is held. */
  private static Instant heldFrom;

  @BeforeAll
  static void start() throws Exception {
    Path keyFile = AuditKey.loadOrCreate(folder);
    key = SignerKey.parse(Files.readString(keyFile));
    POSTGRES.renew();
    synod =
        Installation.start(
            POSTGRES.environment(
                Map.of(
                    "SYNOD_AUDIT_KEY_FILE",
                    keyFile.toString(),
                    "SYNOD_AUDIT_PAYLOAD_RETENTION",
                    "1s",
                    "SYNOD_AUDIT_RETENTION_INTERVAL",
                    "1s",
                    "SYNOD_AUDIT_NAMESPACE_REPORT_BYTES_MAX",
                    Long.toString(NAMESPACE_BYTES),
                    "SYNOD_AUDIT_EXPORTS_MAX",
                    "1",
                    "SYNOD_AUDIT_TURN_WAIT",
                    "1s")));
    operator = synod.issuers().operator();
    here = synod.issuers().person("ana", "auditor:review");
    lead = synod.issuers().agent("review", "lead");
    for (int i = 0; i < 50; i++) {
      String path = Review.GROUP + "/state/findings/a";
      Answer answer = synod.server().call(lead, "PATCH", path, "{\"a\":" + i + "}");
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
    holdWhatComes();
  }

  /** Keeps the payloads of all that is logged in the namespace from now on. */
  private static void holdWhatComes() throws Exception {
    auditor = synod.issuers().person("audrey", "auditor");
    heldFrom = newestWrite().plusMillis(1);
    String hold =
        "{\"namespace\":\"review\",\"from\":\"%s\",\"to\":\"2999-01-01T00:00:00Z\",\"reason\":\"court\"}";
    String path = "/v1/audit/holds/case-7";
    Answer placed = synod.server().call(auditor, "PUT", path, hold.formatted(heldFrom));
    assertThat(placed.status()).as(placed.body()).isEqualTo(200);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    synod.close();
  }

  @Test
  void shouldKeepAReportThatVerifiesAndLeaveAnEntryThatNamesItsDigest() throws Exception {
    String period = "{\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"%s\",\"actions\":[\"state.*\"]}";
    String report = period.formatted(past());

    made("writes", report, 1);

    Answer newest = synod.server().get(here, path("writes"));
    assertThat(newest.text("items", 0, "state")).isEqualTo("Made");
    assertThat(number(newest, "items", 0, "percent")).isEqualTo(100);
    Path archive = Files.createTempFile(folder, "kept", ".zip");
    assertThat(synod.server().download(here, path("writes") + ":download", "", archive))
        .isEqualTo(200);
    try (FileSystem zip =
        FileSystems.newFileSystem(URI.create("jar:" + archive.toUri()), Map.of())) {
      Path root = zip.getPath("/");
      ReportVerifier.Verified verified =
          new ReportVerifier(List.of(key.verifier()), null, (leaves, of) -> {}).verify(root);
      byte[] manifest = Files.readAllBytes(root.resolve(ReportFiles.MANIFEST));
      assertThat(verified.manifest().about().createdBy()).isEqualTo("report:review/writes");
      assertThat(newest.text("items", 0, "made", "digest"))
          .isEqualTo(Hash.at(Hash.sha256().digest(manifest), 0).base64());
      assertThat(Files.size(archive)).isEqualTo(number(newest, "items", 0, "made", "bytes"));
    }
    List<AuditCommand.RecordReport> records = records();
    assertThat(records).extracting(AuditCommand.RecordReport::manifest).contains("");
    assertThat(records)
        .filteredOn(record -> record.filters().contains("report=review/writes"))
        .filteredOn(record -> record.filters().contains("for=admin"))
        .filteredOn(record -> !record.manifest().isEmpty())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.manifest()).isEqualTo(newest.text("items", 0, "made", "digest"));
              assertThat(record.filters())
                  .containsExactly(
                      "namespace=review", "action=state.*", "report=review/writes", "for=admin");
              assertThat(record.namespace()).isEqualTo("review");
            });
  }

  @Test
  void shouldErasePayloadsAtTheirAgeSaySoAndKeepWhatIsHeld() throws Exception {
    Checkpoint earlier = RetentionRecords.checkpoint(synod.server(), auditor, key);
    String path = Review.GROUP + "/state/findings/evidence";
    assertThat(synod.server().call(lead, "PATCH", path, "{\"a\":1}").status()).isEqualTo(200);
    Instant written = newestWrite();

    Await.until(
        LIMIT,
        "an entry of a retention that went beyond what was written",
        () -> trail().endedBefore().stream().anyMatch(written::isBefore));

    RetentionRecords trail = trail();
    assertThat(trail.verified(key, earlier).payloads())
        .isLessThanOrEqualTo(trail.entries().size() - 50);
    assertThat(trail.endings())
        .allMatch(entry -> entry.text("subject").equals("system"))
        .allMatch(entry -> entry.text("outcome").equals("applied"));
    assertThat(trail.endedBefore()).isSorted();
    assertThat(trail.writes(entry -> entry.time().isBefore(heldFrom)))
        .hasSize(50)
        .noneMatch(RetentionRecords.Entry::hasPayload);
    assertThat(trail.writes(entry -> entry.time().equals(written)))
        .singleElement()
        .matches(RetentionRecords.Entry::hasPayload, "is held, and has its payload");
  }

  /** When what was acknowledged last was logged. */
  private static Instant newestWrite() throws Exception {
    // The index has all that is before a checkpoint.
    var _ = RetentionRecords.checkpoint(synod.server(), auditor, key);
    String path = "/v1/namespaces/review/audit/entries?action=state.write&limit=1";
    return Instant.parse(synod.server().get(here, path).text("items", 0, "time"));
  }

  private static RetentionRecords trail() throws IOException, InterruptedException {
    return RetentionRecords.export(synod.server(), auditor, folder);
  }

  @Test
  void shouldLeaveAnEntryOfWhoTakesAnArchive() throws Exception {
    made("taken", period("2020-01-01T00:00:00Z"), 1);
    Path archive = Files.createTempFile(folder, "taken", ".zip");

    String path = path("taken") + ":download";
    assertThat(synod.server().download(here, path + "?uid=u1", "", archive)).isEqualTo(200);

    String digest = ReportRecords.verified(archive, key);
    assertThat(records())
        .filteredOn(record -> record.filters().equals(List.of("report=review/taken")))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.manifest()).isEqualTo(digest);
              assertThat(record.namespace()).isEqualTo("review");
              assertThat(record.period().from()).isEqualTo("2020-01-01T00:00:00Z");
              assertThat(record.first()).isZero();
              assertThat(record.end()).isPositive();
            });
    Answer newest =
        synod
            .server()
            .get(
                here, "/v1/namespaces/review/audit/entries?action=audit.export&subject=person:ana");
    assertThat(newest.size("items")).isPositive();
    assertThat(synod.server().call(here, "POST", path + "?uid=u2", "").status()).isEqualTo(404);
  }

  @Test
  void shouldMakeAReportAnewWhoseSpecWasChangedAndKeepBoth() throws Exception {
    String period = period("2020-07-01T00:00:00Z").replace("2020-06", "2020-08");
    made("changed", period, 2);

    String narrower = period.replace("{", "{\"actions\":[\"task.*\"],");
    Await.until(
        LIMIT,
        "the report of the changed spec",
        () -> ask("changed", "u1", 2, narrower, 2).text("state").equals("Made"));

    Answer kept = synod.server().get(here, path("changed"));
    assertThat(kept.size("items")).isEqualTo(2);
    assertThat(number(kept, "items", 0, "generation")).isEqualTo(2);
    Path archive = Files.createTempFile(folder, "changed", ".zip");
    String download = path("changed") + ":download?from=2020-07-01T00:00:00Z";
    assertThat(synod.server().download(here, download, "", archive)).isEqualTo(200);
    assertThat(ReportRecords.verified(archive, key))
        .isEqualTo(kept.text("items", 0, "made", "digest"));
  }

  @Test
  void shouldKeepTheNewestReportsOfAResourceAloneAndLetThemGoWithIt() throws Exception {
    for (int day = 1; day <= 3; day++) {
      made("daily", period("2020-01-0%dT00:00:00Z".formatted(day)), 2);
    }

    Answer kept = synod.server().get(here, path("daily"));
    assertThat(kept.size("items")).isEqualTo(2);
    assertThat(kept.text("items", 0, "from")).isEqualTo("2020-01-03T00:00:00Z");
    assertThat(kept.text("items", 1, "from")).isEqualTo("2020-01-02T00:00:00Z");
    synod.server().call(operator, "DELETE", path("daily") + "?uid=another", "");
    assertThat(synod.server().get(here, path("daily")).size("items")).isEqualTo(2);
    Answer gone = synod.server().call(operator, "DELETE", path("daily") + "?uid=u1", "");
    assertThat(gone.status()).as(gone.body()).isEqualTo(204);
    assertThat(synod.server().get(here, path("daily")).size("items")).isZero();
    assertThat(synod.server().call(here, "POST", path("daily") + ":download", "").status())
        .isEqualTo(404);
  }

  @Test
  void shouldForgetTheReportsOfAnotherResourceThatHadTheName() throws Exception {
    made("anew", period("2020-03-01T00:00:00Z"), 2);
    made("anew", period("2020-03-02T00:00:00Z"), 2);

    String report = period("2020-03-03T00:00:00Z");
    Await.until(
        LIMIT,
        "the report of the other resource",
        () -> ask("anew", "u2", report, 2).text("state").equals("Made"));

    Answer kept = synod.server().get(here, path("anew"));
    assertThat(kept.size("items")).isEqualTo(1);
    assertThat(kept.text("items", 0, "from")).isEqualTo("2020-03-03T00:00:00Z");
    String download = path("anew") + ":download?from=2020-03-02T00:00:00Z";
    assertThat(synod.server().call(here, "POST", download, "").status()).isEqualTo(404);
  }

  /** Its period is not over, so that it asks for none: still nothing of the other may be served. */
  @Test
  void shouldForgetTheReportsOfOthersForAResourceThatHasNoneYet() throws Exception {
    made("early", period("2020-03-01T00:00:00Z"), 2);

    Answer own = synod.server().call(operator, "DELETE", path("early") + "?notUid=u1", "");
    assertThat(own.status()).as(own.body()).isEqualTo(204);
    assertThat(synod.server().get(here, path("early")).size("items")).isEqualTo(1);
    Answer others = synod.server().call(operator, "DELETE", path("early") + "?notUid=u2", "");
    assertThat(others.status()).as(others.body()).isEqualTo(204);
    assertThat(synod.server().get(here, path("early")).size("items")).isZero();
    for (String wrong : List.of("", "?uid=", "?uid=u1&notUid=u2")) {
      Answer refused = synod.server().call(operator, "DELETE", path("early") + wrong, "");
      assertThat(refused.status()).as(wrong).isEqualTo(400);
      assertThat(refused.text("detail")).contains("'uid' and 'notUid'");
    }
    assertThat(synod.server().call(here, "DELETE", path("early") + "?notUid=u2", "").status())
        .isEqualTo(403);
  }

  @Test
  void shouldBeginAgainWhatAnotherProcessLeftHalfMade() throws Exception {
    made("left", period("2020-02-01T00:00:00Z"), 2);

    POSTGRES.execute(
        "update audit_report set state = 'Making', maker = 'gone', digest = '' where name = 'left'");

    made("left", period("2020-02-01T00:00:00Z"), 2);
    assertThat(synod.server().get(here, path("left")).text("items", 0, "made", "digest"))
        .isNotEmpty();
  }

  @Test
  void shouldTryLessAndLessOftenWhatCannotBeMade() throws Exception {
    String period = period("2020-04-01T00:00:00Z");
    made("broken", period, 2);
    POSTGRES.execute(
        "update audit_report set wanted = 'no JSON', state = 'Waiting', attempts = 3 where name = 'broken'");

    Await.until(
        LIMIT,
        "the report waits",
        () -> ask("broken", period, 2).text("message").endsWith("It is tried again after 80 s."));

    POSTGRES.execute("update audit_report set not_before = now() where name = 'broken'");
    Await.until(
        LIMIT,
        "the report waits longer",
        () -> ask("broken", period, 2).text("message").endsWith("It is tried again after 160 s."));
    POSTGRES.execute("delete from audit_report where name = 'broken'");
  }

  @Test
  void shouldLetTheOldestArchivesOfAReportGoWhereItsNamespaceHasTooMany() throws Exception {
    for (int day = 1; day <= 3; day++) {
      made("large", period("2020-05-1%dT00:00:00Z".formatted(day)), 9);
    }
    // As large as the namespace may have one of, beside all others and a small one.
    POSTGRES.execute(
        "update audit_report set bytes = %d where name = 'large'"
            .formatted(NAMESPACE_BYTES / 3 * 2));

    made("large", period("2020-05-14T00:00:00Z"), 9);

    Answer kept = synod.server().get(here, path("large"));
    assertThat(kept.size("items")).isEqualTo(2);
    assertThat(kept.text("items", 0, "from")).isEqualTo("2020-05-14T00:00:00Z");
    assertThat(kept.text("items", 1, "from")).isEqualTo("2020-05-13T00:00:00Z");
    POSTGRES.execute(
        "update audit_report set bytes = %d where name = 'large'".formatted(NAMESPACE_BYTES));
    String small = period("2020-05-15T00:00:00Z");
    Await.until(LIMIT, "no room", () -> ask("small", small, 1).text("state").equals("Failed"));
    assertThat(ask("small", small, 1).text("message"))
        .contains("synod.audit.namespace-report-bytes-max", "let those keep fewer or delete one");
    POSTGRES.execute("delete from audit_report where name in ('large', 'small')");
  }

  @Test
  void shouldLetAnArchiveGoAtItsAgeAndNotMakeItAgain() throws Exception {
    String period = period("2020-05-20T00:00:00Z");
    made("aged", period, 2);
    POSTGRES.execute(
        "update audit_report set ended_at = now() - interval '90 days' where name = 'aged'");

    Answer young = aged(period, 91);
    Await.until(
        LIMIT, "the archive is gone", () -> aged(period, 89).text("state").equals("Expired"));

    assertThat(young.text("state")).isEqualTo("Made");
    assertThat(aged(period, 91).text("message")).contains("older than the retention");
    assertThat(synod.server().call(here, "POST", path("aged") + ":download", "").status())
        .isEqualTo(404);
    assertThat(
            POSTGRES.number(
                "select count(*) from audit_report_part join audit_report on id = report where name = 'aged'"))
        .isZero();
    assertThat(aged(period, 3_651).text("detail")).contains("1 to 315360000 seconds (87600h)");
  }

  private static Answer aged(String period, int days) throws IOException, InterruptedException {
    return synod
        .server()
        .call(
            operator,
            "PUT",
            path("aged"),
            "{\"uid\":\"u1\",\"generation\":1,\"kept\":2,\"retentionSeconds\":%d,\"report\":%s}"
                .formatted(Duration.ofDays(days).toSeconds(), period));
  }

  @Test
  void shouldRefuseAReportThatIsNone() throws Exception {
    String future = "{\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"2999-01-01T00:00:00Z\"}";
    String elsewhere = period("2020-01-01T00:00:00Z").replace("{", "{\"namespaces\":[\"bank\"],");

    assertThat(ask("odd", future, 1).text("detail")).startsWith("Expected a period that begins");
    assertThat(ask("odd", elsewhere, 1).text("detail")).contains("'review'");
    assertThat(ask("odd", period("2020-01-01T00:00:00Z"), 101).text("detail"))
        .startsWith("Expected 1 to 100 reports");
    assertThat(synod.server().get(here, path("odd")).size("items")).isZero();
  }

  /** With an export that does not end by itself. */
  @Nested
  class Unread {
    @BeforeAll
    static void fill() throws Exception {
      UnreadExport.fill(synod.server(), lead);
    }

    @Test
    void shouldMakeReportsAndAnswerOthersWhileAnExportIsReadSlowly() throws Exception {
      try (InputStream unread = UnreadExport.begin(synod.server(), here, Version.HTTP_1_1)) {
        Answer refused = synod.server().call(here, "POST", UnreadExport.PATH, "{}");
        made("beside", period("2020-05-01T00:00:00Z"), 1);

        assertThat(unread).isNotNull();
        assertThat(refused.status()).as(refused.body()).isEqualTo(429);
        assertThat(refused.text("code")).isEqualTo("limit-exceeded");
        assertThat(refused.text("detail")).contains("at most 1 exports", "try again later");
      }
      UnreadExport.awaitTurn(synod.server(), here);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void shouldTakeACallerWhoGoesAwayForNobodysFailure(Version version) throws Exception {
      long logged = Files.size(synod.server().log());

      UnreadExport.breakOff(synod.server(), here, version);

      assertThat(UnreadExport.end(synod.server(), logged))
          .contains("\"level\":\"INFO\"", "who asked for it went away")
          .doesNotContain("\"exception\"");
      assertThat(synod.server().logSince(logged)).doesNotContain("Request failed unexpectedly");
      UnreadExport.awaitTurn(synod.server(), here);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void shouldTellOfItsOwnFailureInTheMidstOfAReport(Version version) throws Exception {
      long logged = Files.size(synod.server().log());
      try (InputStream unread = UnreadExport.begin(synod.server(), here, version)) {
        POSTGRES.execute("update audit_block set first_leaf = first_leaf + 9999 where block = 0");

        assertThatThrownBy(unread::readAllBytes).isInstanceOf(IOException.class);
      } finally {
        POSTGRES.execute("update audit_block set first_leaf = first_leaf - 9999 where block = 0");
      }
      assertThat(UnreadExport.end(synod.server(), logged))
          .contains("\"level\":\"ERROR\"", "ended early", "Expected audit entry", "is not there");
      UnreadExport.awaitTurn(synod.server(), here);
    }
  }

  private static void made(String name, String report, int kept) {
    Await.until(
        LIMIT, "the report " + name, () -> ask(name, report, kept).text("state").equals("Made"));
  }

  private static List<AuditCommand.RecordReport> records()
      throws IOException, InterruptedException {
    return ReportRecords.of(synod.server(), here, folder);
  }

  private static Answer ask(String name, String report, int kept)
      throws IOException, InterruptedException {
    return ask(name, "u1", report, kept);
  }

  private static Answer ask(String name, String uid, String report, int kept)
      throws IOException, InterruptedException {
    return ask(name, uid, 1, report, kept);
  }

  private static Answer ask(String name, String uid, int generation, String report, int kept)
      throws IOException, InterruptedException {
    return synod
        .server()
        .call(
            operator,
            "PUT",
            path(name),
            "{\"uid\":\"%s\",\"generation\":%d,\"applier\":\"admin\",\"kept\":%d,\"report\":%s}"
                .formatted(uid, generation, kept, report));
  }

  private static String path(String name) {
    return "/v1/namespaces/review/audit/reports/" + name;
  }

  private static String period(String from) {
    return "{\"from\":\"%s\",\"to\":\"2020-06-01T00:00:00Z\"}".formatted(from);
  }

  /** When the newest entry was logged, which is over by then. */
  private static String past() throws IOException, InterruptedException {
    return synod
        .server()
        .get(here, "/v1/namespaces/review/audit/entries?limit=1")
        .text("items", 0, "time");
  }

  private static long number(Answer answer, Object... path) {
    return ((Value.Num) answer.at(path)).value().longValueExact();
  }
}
