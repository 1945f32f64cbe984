package dev.synod.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.audit.note.Checkpoint;
import dev.synod.audit.note.NoteException;
import dev.synod.audit.note.SignerKey;
import dev.synod.audit.note.VerifierKey;
import dev.synod.audit.report.Manifest;
import dev.synod.audit.report.ReportFiles;
import dev.synod.audit.report.ReportVerifier;
import dev.synod.audit.tree.Hash;
import dev.synod.audit.tree.Proofs;
import dev.synod.dev.certificate.AuditKey;
import dev.synod.kernel.Command;
import dev.synod.kernel.audit.AuditCommand;
import dev.synod.kernel.value.Value;
import dev.synod.log.entry.SynodTypes;
import dev.synod.server.Installation;
import dev.synod.server.Review;
import dev.synod.testkit.Postgres;
import dev.synod.testkit.server.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The trail of a real server, checked with nothing of the server but its public key. */
@TestMethodOrder(OrderAnnotation.class)
class AuditIT {
  @RegisterExtension static final Postgres POSTGRES = new Postgres();
  @TempDir static Path folder;

  private static final Pattern PAYLOAD = Pattern.compile("\"command\":\"([^\"]+)\"");

  private static SignerKey key;
  private static Path keyFile;
  private static Installation synod;
  private static String auditor;
  private static String lead;

  /** Held elsewhere, from the first test on. */
  private static Checkpoint held;

  @BeforeAll
  static void start() throws Exception {
    keyFile = AuditKey.loadOrCreate(folder);
    key = SignerKey.parse(Files.readString(keyFile));
    assertThat(Files.readString(folder.resolve("audit.pub")).strip())
        .isEqualTo(key.verifier().toString());
    synod =
        Installation.start(
            POSTGRES.environment(Map.of("SYNOD_AUDIT_KEY_FILE", keyFile.toString())));
    auditor = synod.issuers().person("audrey", "auditor");
    lead = synod.issuers().agent("review", "lead");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    synod.close();
  }

  @Test
  @Order(1)
  void shouldSignWhatWasAcknowledged() throws Exception {
    write("first", 300);
    long acknowledged = leaves();

    held = checkpoint(key.verifier());

    assertThat(held.size()).isGreaterThanOrEqualTo(acknowledged);
    assertThat(held.origin()).isEqualTo("synod.dev/audit");
    Answer keys = synod.server().get(auditor, "/v1/audit/keys");
    assertThat(keys.text("keys", 0)).isEqualTo(key.verifier().toString());
  }

  @Test
  @Order(2)
  void shouldProveEntriesAndThatTheTreeOnlyGrew() throws Exception {
    write("second", 50);
    Checkpoint newest = checkpoint(key.verifier());

    Answer inclusion =
        synod.server().get(auditor, "/v1/audit/inclusion?entry=17&size=" + newest.size());
    Answer consistency =
        synod
            .server()
            .get(
                auditor,
                "/v1/audit/consistency?from=%d&to=%d".formatted(held.size(), newest.size()));

    assertThat(
            Proofs.includes(
                newest.root(),
                newest.size(),
                17,
                Hash.ofBase64(inclusion.text("hash")),
                hashes(inclusion)))
        .isTrue();
    assertThat(
            Proofs.isConsistent(
                held.size(), held.root(), newest.size(), newest.root(), hashes(consistency)))
        .isTrue();
  }

  @Test
  @Order(3)
  void shouldExportReportsThatVerifyWithoutTheServer() throws Exception {
    Path whole = export("{\"payloads\":true}");
    Path filtered =
        export(
            "{\"namespaces\":[\"review\"],\"actions\":[\"state.*\"],\"since\":%d}"
                .formatted(held.size()));

    ReportVerifier.Verified all = verify(whole, held);
    ReportVerifier.Verified some = verify(filtered, held);

    assertThat(all.manifest().range().skipped()).isZero();
    assertThat(all.payloads()).isEqualTo(all.manifest().range().entries());
    assertThat(all.manifest().about().createdBy()).isEqualTo("person:audrey");
    assertThat(some.manifest().range().entries()).isEqualTo(350);
    assertThat(some.manifest().range().skipped()).isPositive();
    assertThat(content(filtered, ReportFiles.CSV).lines().skip(1))
        .hasSize(350)
        .allMatch(line -> line.contains("\"agent:review/lead\",\"state.write\",\"review\""));
  }

  @Test
  @Order(3)
  void shouldRefuseAnEarlierCheckpointThatIsLaterAtOnce() throws Exception {
    String since = "{\"since\":%d}".formatted(Long.MAX_VALUE);
    Answer refused = synod.server().call(auditor, "POST", "/v1/audit/entries:export", since);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("detail")).contains("as 'since'", "entries were taken away");
  }

  @Test
  @Order(3)
  void shouldTellInTheTrailWhoMadeAReportAndItsDigest() throws Exception {
    Path report = export("{\"namespaces\":[\"review\"]}");
    byte[] manifest = content(report, ReportFiles.MANIFEST).getBytes(StandardCharsets.UTF_8);
    String digest = Hash.at(Hash.sha256().digest(manifest), 0).base64();

    Path trail = export("{\"actions\":[\"audit.export\"],\"payloads\":true}");

    assertThat(content(trail, ReportFiles.CSV).lines().skip(1))
        .isNotEmpty()
        .allMatch(
            line -> line.contains("\"person:audrey\",\"audit.export\",\"\",\"\",\"applied\""));
    List<AuditCommand.RecordReport> records = reports(trail);
    AuditCommand.RecordReport done = records.getLast();
    AuditCommand.RecordReport begun = records.get(records.size() - 2);
    assertThat(done.filters()).containsExactly("namespace=review");
    assertThat(done.manifest()).isEqualTo(digest);
    assertThat(begun.manifest()).isEmpty();
    assertThat(begun.end()).isEqualTo(done.end());
  }

  @Test
  @Order(3)
  void shouldSearchEntriesPageByPageTheNewestFirst() throws Exception {
    checkpoint(key.verifier());
    String query = "/v1/audit/entries?namespace=review&subject=agent:review/lead&action=state.*";
    List<Long> seen = new ArrayList<>();

    Answer page = entries(auditor, query + "&limit=200");
    seen.addAll(numbers(page));
    page = entries(auditor, query + "&limit=200&after=" + page.text("next"));
    seen.addAll(numbers(page));

    assertThat(page.body()).doesNotContain("\"next\"");
    assertThat(seen)
        .hasSize(350)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(page.text("items", 0, "outcome")).isEqualTo("applied");
    assertThat(numbers(entries(auditor, query + "&outcome=not-found"))).isEmpty();
    assertThat(numbers(entries(auditor, query + "&to=2020-01-01T00:00:00Z"))).isEmpty();
    assertThat(numbers(entries(auditor, query + "&from=2020-01-01T00:00:00Z&limit=1"))).hasSize(1);
  }

  @Test
  @Order(3)
  void shouldShowAnAuditorOfANamespaceThatNamespaceAlone() throws Exception {
    String here = synod.issuers().person("ana", "auditor:review");

    Answer own = entries(here, "/v1/namespaces/review/audit/entries?limit=1000");

    assertThat(numbers(own)).isNotEmpty();
    assertThat(own.body()).doesNotContain("\"namespace\":\"\"");
    for (String path : List.of("/v1/audit/entries", "/v1/namespaces/bank/audit/entries")) {
      assertThat(synod.server().get(here, path).status()).as(path).isEqualTo(403);
    }
  }

  @Test
  @Order(3)
  void shouldRefuseASearchThatIsNone() throws Exception {
    for (String query :
        List.of(
            "from=yesterday",
            "limit=0",
            "limit=5001",
            "action=" + "x".repeat(513),
            "action=*",
            "outcome=done")) {
      Answer refused = synod.server().get(auditor, "/v1/audit/entries?" + query);
      assertThat(refused.status()).as(query).isEqualTo(400);
      assertThat(refused.text("detail")).startsWith("Expected");
    }
  }

  private static Answer entries(String token, String path)
      throws IOException, InterruptedException {
    Answer answer = synod.server().get(token, path);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static List<Long> numbers(Answer page) {
    return IntStream.range(0, page.size("items"))
        .mapToObj(i -> ((Value.Num) page.at("items", i, "entry")).value().longValueExact())
        .toList();
  }

  private static List<AuditCommand.RecordReport> reports(Path trail) throws IOException {
    return content(trail, ReportFiles.ENTRIES)
        .lines()
        .map(PAYLOAD::matcher)
        .filter(Matcher::find)
        .map(found -> Base64.getDecoder().decode(found.group(1)))
        .map(bytes -> SynodTypes.registry().decode(Command.class, bytes))
        .map(AuditCommand.RecordReport.class::cast)
        .toList();
  }

  @Test
  @Order(3)
  void shouldExportForAnAuditorOfANamespaceWhatTellsOfThatNamespaceAlone() throws Exception {
    String here = synod.issuers().person("ana", "auditor:review");
    String of = "/v1/namespaces/review/audit/entries:export";
    String csv = content(export(here, of, "{}"), ReportFiles.CSV);
    List<Instant> times =
        csv.lines().skip(1).map(line -> Instant.parse(line.split("\",\"")[1])).toList();
    Instant from = times.get(times.size() / 3);
    Instant to = times.get(2 * times.size() / 3);

    Path report = export(here, of, "{\"from\":\"%s\",\"to\":\"%s\"}".formatted(from, to));

    ReportVerifier.Verified verified = verify(report, null);
    long within = times.stream().filter(time -> !time.isBefore(from) && time.isBefore(to)).count();
    assertThat(verified.manifest().range().first()).isPositive();
    assertThat(verified.manifest().range().entries()).isEqualTo(within + 2);
    assertThat(content(report, ReportFiles.ENTRIES).lines().filter(line -> line.contains("entry")))
        .allMatch(line -> line.contains("\"namespace\":\"review\""));
    assertThat(synod.server().call(here, "POST", of, "{\"namespaces\":[\"bank\"]}").status())
        .isEqualTo(400);
    for (String path :
        List.of("/v1/audit/entries:export", "/v1/namespaces/bank/audit/entries:export")) {
      assertThat(synod.server().call(here, "POST", path, "{}").status()).as(path).isEqualTo(403);
    }
    Answer own = entries(here, "/v1/namespaces/review/audit/entries?action=audit.export&limit=1");
    assertThat(own.text("items", 0, "subject")).isEqualTo("person:ana");
  }

  @Test
  @Order(4)
  void shouldExportAPeriodWithTheEntriesBesideIt() throws Exception {
    String csv = content(export("{}"), ReportFiles.CSV);
    List<Instant> times =
        csv.lines().skip(1).map(line -> Instant.parse(line.split("\",\"")[1])).toList();
    Instant from = times.get(times.size() / 3);
    Instant to = times.get(2 * times.size() / 3);

    ReportVerifier.Verified verified =
        verify(export("{\"from\":\"%s\",\"to\":\"%s\"}".formatted(from, to)), null);

    long within = times.stream().filter(time -> !time.isBefore(from) && time.isBefore(to)).count();
    Manifest.Range range = verified.manifest().range();
    assertThat(range.end() - range.first()).isEqualTo(within + 2);
  }

  @Test
  @Order(5)
  void shouldRefuseAPeriodThatIsNoneAndAFilterThatNoEntryCanFit() throws Exception {
    for (String body :
        List.of(
            "{\"from\":\"yesterday\"}",
            "{\"to\":\"2026\"}",
            "{\"actions\":[\"state.*\",\"*\"]}",
            "{\"outcomes\":[\"*\"]}")) {
      Answer refused = synod.server().call(auditor, "POST", "/v1/audit/entries:export", body);
      assertThat(refused.status()).as(body).isEqualTo(400);
      assertThat(refused.text("detail"))
          .containsAnyOf("Expected an RFC 3339 time", "but found '*'. There are:");
    }
  }

  @Test
  @Order(6)
  void shouldSignWithTheNextKeyTooAndThenAlone() throws Exception {
    SignerKey next = SignerKey.generate("synod.dev/audit", new SecureRandom());
    Files.writeString(keyFile, key.secretText() + "\n" + next.secretText() + "\n");
    write("rotated", 1);

    assertThat(checkpoint(key.verifier()).size()).isPositive();
    write("rotated", 1);
    Checkpoint both = checkpoint(next.verifier());

    assertThat(checkpointNote()).contains("synod.dev/audit ");
    assertThat(both.size()).isGreaterThan(held.size());
  }

  @Test
  @Order(7)
  void shouldErasePayloadsThatNothingHoldsAndKeepTheProofs() throws Exception {
    String governor = synod.issuers().person("gov", "governor");
    String reason = "{\"reason\":\"asked for by its owner\"}";
    assertThat(hold("case-7", "review")).isEmpty();
    assertThat(synod.server().get(auditor, "/v1/audit/holds").text("items", 0, "by"))
        .isEqualTo("person:audrey");
    long entry = firstWriteOf("agent:review/lead");

    Answer refused = erase(governor, entry, reason);
    assertThat(refused.text("code")).isEqualTo("failed-precondition");
    assertThat(refused.text("detail")).contains("[case-7]");
    assertThat(erase(auditor, entry, reason).status()).isEqualTo(403);
    synod
        .server()
        .call(auditor, "POST", "/v1/audit/holds/case-7:release", "{\"reason\":\"settled\"}");
    assertThat(erase(governor, entry, reason).status()).isEqualTo(200);

    ReportVerifier.Verified verified = verify(export("{\"payloads\":true}"), held);
    assertThat(verified.payloads()).isEqualTo(verified.manifest().range().entries() - 1);
    String erasures =
        content(
            export("{\"actions\":[\"audit.keys\",\"audit.hold\",\"audit.erase\"]}"),
            ReportFiles.CSV);
    assertThat(erasures.lines().skip(1))
        .extracting(line -> line.split("\",\"")[3] + " " + line.split("\",\"")[6])
        .containsExactly(
            "audit.keys applied",
            "audit.keys applied",
            "audit.hold applied",
            "audit.erase failed-precondition",
            "audit.hold applied",
            "audit.erase applied");
  }

  @Test
  @Order(8)
  void shouldHoldWhatIsNotThereYetAndSaySo() throws Exception {
    assertThat(hold("case-8", "reviw"))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("the trail has no entry of namespace reviw yet", "release this hold");
  }

  /** Places a hold, and answers what the server warns of. */
  private static List<String> hold(String name, String namespace) throws Exception {
    String body =
        "{\"namespace\":\"%s\",\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"2999-01-01T00:00:00Z\",\"reason\":\"court\"}";
    Answer placed =
        synod.server().call(auditor, "PUT", "/v1/audit/holds/" + name, body.formatted(namespace));
    assertThat(placed.status()).as(placed.body()).isEqualTo(200);
    return placed.response().headers().allValues("Warning");
  }

  @Test
  @Order(8)
  void shouldGoOnWhereARestoredDatabaseIs() throws Exception {
    POSTGRES.renew();
    write("restored", 20);

    ReportVerifier.Verified verified =
        verify(export("{\"since\":%d}".formatted(held.size())), held);

    assertThat(verified.manifest().range().first()).isZero();
    assertThat(verified.checkpoint().size()).isGreaterThan(held.size());
  }

  @Test
  @Order(9)
  void shouldSignNothingOfATreeThatWasAlteredInTheDatabase() throws Exception {
    POSTGRES.execute(
        "update audit_tile set hashes = overlay(hashes placing '\\x00'::bytea from 100) where level = 0");
    write("altered", 1);

    Answer refused = synod.server().get(auditor, "/v1/audit/checkpoint");

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text("detail")).contains("differs from it");
    assertThat(synod.server().get("", "/q/metrics").body())
        .contains("synod_audit_trail_consistent 0.0");
  }

  private static Answer erase(String token, long entry, String reason)
      throws IOException, InterruptedException {
    return synod
        .server()
        .call(token, "POST", "/v1/audit/entries/%d:erase".formatted(entry), reason);
  }

  private static long firstWriteOf(String subject) throws IOException, InterruptedException {
    String csv =
        content(
            export("{\"subjects\":[\"%s\"],\"actions\":[\"state.write\"]}".formatted(subject)),
            ReportFiles.CSV);
    String first = csv.lines().skip(1).findFirst().orElseThrow();
    return Long.parseLong(first.substring(1, first.indexOf('"', 1)));
  }

  private static void write(String key, int count) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      Answer answer =
          synod
              .server()
              .call(
                  lead,
                  "PATCH",
                  Review.GROUP + "/state/findings/" + key,
                  "{\"" + key + "\":" + i + "}");
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
  }

  private static long leaves() throws IOException, InterruptedException {
    Answer cluster = synod.server().get(auditor, "/v1/cluster");
    return Long.parseLong(cluster.text("sizes", "auditLeaves"));
  }

  private static String checkpointNote() throws IOException, InterruptedException {
    Answer answer = synod.server().get(auditor, "/v1/audit/checkpoint");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static Checkpoint checkpoint(VerifierKey by)
      throws IOException, InterruptedException, NoteException {
    return Checkpoint.verified(checkpointNote(), List.of(by));
  }

  private static Path export(String body) throws IOException, InterruptedException {
    return export(auditor, "/v1/audit/entries:export", body);
  }

  private static Path export(String token, String path, String body)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile(folder, "report", ".zip");
    int status = synod.server().download(token, path, body, file);
    assertThat(status).as(body).isEqualTo(200);
    return file;
  }

  private static ReportVerifier.Verified verify(Path zip, @Nullable Checkpoint since)
      throws Exception {
    try (FileSystem archive =
        FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), Map.of())) {
      return new ReportVerifier(List.of(key.verifier()), since, (leaves, of) -> {})
          .verify(archive.getPath("/"));
    }
  }

  private static String content(Path zip, String file) throws IOException {
    try (FileSystem archive =
        FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), Map.of())) {
      return Files.readString(archive.getPath(file));
    }
  }

  private static List<Hash> hashes(Answer proof) {
    return ((Value.Arr) proof.at("path"))
        .items().stream().map(item -> Hash.ofBase64(((Value.Str) item).value())).toList();
  }
}
