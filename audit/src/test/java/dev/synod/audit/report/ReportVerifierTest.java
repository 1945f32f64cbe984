package dev.synod.audit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.audit.note.Checkpoint;
import dev.synod.audit.note.Note;
import dev.synod.audit.note.SignerKey;
import dev.synod.audit.tree.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done to a report, and what is said about it. */
class ReportVerifierTest {
  private static final int SIZE = 5_000;
  private static final Filter STATE =
      new Filter(List.of("review"), List.of(), List.of(), List.of("state.*"), List.of());

  @TempDir private Path report;
  private final ReportFixture fixture = new ReportFixture(SIZE);

  @BeforeEach
  void write() throws Exception {
    fixture.write(report, Manifest.Period.ALL, Filter.ALL, -1);
  }

  @Test
  void shouldFindAWholeReportGood() throws Exception {
    ReportVerifier.Verified verified = verify(null);

    assertThat(verified.checkpoint()).isEqualTo(fixture.checkpoint(SIZE));
    assertThat(verified.manifest().range()).isEqualTo(new Manifest.Range(0, SIZE, SIZE, 0));
    assertThat(verified.payloads()).isEqualTo(SIZE / 4);
  }

  @Test
  void shouldFindEveryPeriodAndFilterGoodWithAnEarlierCheckpointAnywhere() throws Exception {
    var small = new ReportFixture(100);
    for (int since : List.of(0, 1, 17, 20, 21, 50, 64, 80, 81, 99, 100)) {
      for (Filter filter : List.of(Filter.ALL, STATE)) {
        for (var period :
            List.of(
                Manifest.Period.ALL,
                period(20L, 80L),
                period(null, 64L),
                period(64L, null),
                period(50L, 50L),
                period(-10L, 1_000L))) {
          small.write(report, period, filter, since);
          assertThat(small.verifier(small.checkpoint(since)).verify(report).checkpoint().size())
              .isEqualTo(100);
        }
      }
    }
  }

  @Test
  void shouldShowWhatTheFilterWantsAndTheEdges() throws Exception {
    fixture.write(report, period(20L, 80L), STATE, -1);

    ReportVerifier.Verified verified = verify(null);

    assertThat(verified.manifest().range()).isEqualTo(new Manifest.Range(19, 81, 10, 50));
    assertThat(Files.readAllLines(report.resolve(ReportFiles.CSV))).hasSize(11);
  }

  @Test
  void shouldNameAnAlteredEntry() throws Exception {
    lines(lines -> replace(lines, 1_234, "person:ada", "person:eve"));
    expect("Entry 1234 was altered: what it says does not give its hash.");
  }

  @Test
  void shouldNarrowDownAnEntryThatWasAlteredWithItsHash() throws Exception {
    AuditEntry old = ReportFixture.entry(3_500);
    var altered =
        new AuditEntry(3_500, old.position(), "person:eve", old.deed(), old.payloadDigest());
    lines(
        lines ->
            replace(
                replace(lines, 3_500, old.subject() + "\"", "person:eve\""),
                3_500,
                old.hash().base64(),
                altered.hash().base64()));
    expect(
        "An entry from 3072 to 4095 is not the one that was logged: it was altered together with its hash.");
  }

  @Test
  void shouldNameAnEntryWithAnAlteredPayload() throws Exception {
    Payload payload = ReportFixture.payload(400);
    lines(lines -> replace(lines, 400, payload.command(), ReportFixture.payload(401).command()));
    expect("Entry 400: its payload was altered: it does not give the entry's digest.");
  }

  @Test
  void shouldNameAMissingEntry() throws Exception {
    lines(
        lines -> {
          lines.remove(2_000);
          return lines;
        });
    expect("Entry 2000 is missing: entry 2001 follows where it should stand.");
  }

  @Test
  void shouldNameAnEntryOutOfOrder() throws Exception {
    lines(
        lines -> {
          Collections.swap(lines, 77, 78);
          return lines;
        });
    expect("Entry 77 is missing: entry 78 follows where it should stand.");
  }

  @Test
  void shouldNameAnEntryThatComesTwice() throws Exception {
    lines(
        lines -> {
          lines.add(91, lines.get(90));
          return lines;
        });
    expect("Entry 90 stands where entry 91 is expected: it comes twice, or out of order.");
  }

  @Test
  void shouldNameWhereATruncatedFileEnds() throws Exception {
    lines(lines -> lines.subList(0, 4_000));
    expect("Entry 4000 is missing: the file ends before it, and should end after entry 4999.");
  }

  @Test
  void shouldNameTheLineThatIsNoJson() throws Exception {
    lines(
        lines -> {
          lines.set(12, lines.get(12).substring(0, 60));
          return lines;
        });
    expect(
        "entries.jsonl, line 13, where entry 12 is expected: this is no JSON, or it ends early.");
  }

  @Test
  void shouldRefuseAnotherFormOfTheSameEntries() throws Exception {
    lines(lines -> replace(lines, 5, "{\"entry\":5", "{ \"entry\":5"));
    expect(
        "entries.jsonl: every entry is as it was logged, but the file is not the one that was signed: its form was altered.");
  }

  @Test
  void shouldRefuseMembersThatAreNotCovered() throws Exception {
    lines(lines -> replace(lines, 5, "{\"entry\":5", "{\"note\":\"x\",\"entry\":5"));
    assertThatThrownBy(() -> verify(null))
        .hasMessageContaining("where entry 5 is expected: unexpected member 'note'.");
  }

  @Test
  void shouldFindAnAlteredCsv() throws Exception {
    Path csv = report.resolve(ReportFiles.CSV);
    Files.writeString(csv, Files.readString(csv).replaceFirst("person:ada", "person:eve"));
    expect("entries.csv: expected the same entries as in entries.jsonl, but it was altered.");
  }

  @Test
  void shouldFindACsvOfOtherEntriesEvenWhereItsDigestWasSigned() throws Exception {
    Manifest manifest = ReportFixture.manifest(report);
    Path csv = report.resolve(ReportFiles.CSV);
    Files.writeString(csv, Files.readString(csv).replaceFirst("person:ada", "person:eve"));
    ReportFixture.sign(
        report,
        new Manifest(
            manifest.format(),
            manifest.about(),
            manifest.range(),
            List.of(manifest.files().getFirst(), ReportFixture.measured(report, ReportFiles.CSV)),
            manifest.checkpoint(),
            manifest.proof()),
        fixture.key);
    expect("entries.csv: expected the same entries as in entries.jsonl, but it was altered.");
  }

  @Test
  void shouldFindAnAlteredManifest() throws Exception {
    Path manifest = report.resolve(ReportFiles.MANIFEST);
    Files.writeString(manifest, Files.readString(manifest).replace("audrey", "eve"));
    expect("manifest.json: expected the manifest that manifest.sig signs, but it was altered.");
  }

  @Test
  void shouldFindAManifestThatAnotherKeySigned() throws Exception {
    Manifest manifest = ReportFixture.manifest(report);
    ReportFixture.sign(report, manifest, ReportFixture.key());
    assertThatThrownBy(() -> verify(null))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith("manifest.sig: Expected a signature by one of the keys [");
  }

  @Test
  void shouldFindAManifestThatTheKeyOfAnotherTreeSigned() throws Exception {
    Manifest manifest = ReportFixture.manifest(report);
    SignerKey other = SignerKey.generate("other.example/audit", new SecureRandom());
    ReportFixture.sign(report, manifest, other);
    var verifier =
        new ReportVerifier(
            List.of(fixture.key.verifier(), other.verifier()), null, (leaves, ofLeaves) -> {});

    assertThatThrownBy(() -> verifier.verify(report))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith("manifest.sig: Expected a signature by one of the keys [")
        .hasMessageEndingWith("but found those of [other.example/audit].");
  }

  @Test
  void shouldFindACheckpointOfAnotherTree() throws Exception {
    Files.writeString(
        report.resolve(ReportFiles.CHECKPOINT),
        fixture.checkpoint(10).signed(List.of(fixture.key)));
    expect("checkpoint: expected the one in manifest.json, but it was altered.");
  }

  @Test
  void shouldFindAMissingFile() throws Exception {
    Files.delete(report.resolve(ReportFiles.SIGNATURE));
    expect("manifest.sig: expected this file of the report, but it is missing.");
  }

  @Test
  void shouldFindHistoryThatWasRewrittenAndSignedAgainWithTheRightKey() throws Exception {
    Checkpoint heldElsewhere = fixture.checkpoint(3_000);
    var rewritten =
        new ReportFixture(
            SIZE,
            number -> {
              AuditEntry entry = ReportFixture.entry(number);
              return number == 2_500
                  ? new AuditEntry(
                      number, entry.position(), "person:eve", entry.deed(), entry.payloadDigest())
                  : entry;
            });
    rewritten.write(report, Manifest.Period.ALL, Filter.ALL, 3_000);

    assertThat(rewritten.verifier(null).verify(report).checkpoint().size()).isEqualTo(SIZE);
    assertThatThrownBy(() -> rewritten.verifier(heldElsewhere).verify(report))
        .isInstanceOf(ReportException.class)
        .hasMessage(
            "Expected the root of the earlier checkpoint over the first 3000 entries, but found another: history before entry 3000 was rewritten.");
  }

  @Test
  void shouldNotTakeAnOlderReportForGood() {
    var later = new ReportFixture(SIZE + 1).checkpoint(SIZE + 1);
    assertThatThrownBy(() -> verify(later))
        .hasMessageContaining("the report is older, or entries were taken away");
  }

  @Test
  void shouldNotTakeTheCheckpointOfAnotherTreeForAnEarlierOne() {
    var other = new Checkpoint("other.example/audit", 0, Hash.EMPTY_ROOT);
    assertThatThrownBy(() -> verify(other))
        .isInstanceOf(ReportException.class)
        .hasMessage(
            "Expected an earlier checkpoint of synod.example/audit, but found one of other.example/audit.");
  }

  @Test
  void shouldSayHowToMeetAnEarlierCheckpointThatTheReportSkips() throws Exception {
    fixture.write(report, period(20L, 80L), STATE, -1);
    assertThatThrownBy(() -> verify(fixture.checkpoint(1_000)))
        .hasMessageEndingWith("export it with --since.");
  }

  @Test
  void shouldFindAnEntryThatIsLeftOutAtTheEdgeOfThePeriod() throws Exception {
    fixture.write(report, period(20L, 80L), Filter.ALL, -1);
    Manifest manifest = ReportFixture.manifest(report);
    var about = manifest.about();
    ReportFixture.sign(
        report,
        new Manifest(
            manifest.format(),
            new Manifest.About(
                about.origin(),
                about.createdAt(),
                about.createdBy(),
                period(19L, 80L),
                about.filter()),
            manifest.range(),
            manifest.files(),
            manifest.checkpoint(),
            manifest.proof()),
        fixture.key);
    expect(
        "Entry 19: its time does not fit the report's period: an entry of the period may be left out at its edge.");
  }

  @Test
  void shouldQuoteWhatASpreadsheetWouldRun() throws Exception {
    assertThat(Files.readString(report.resolve(ReportFiles.CSV)))
        .contains("\"'=cmd|' /C calc'!A0\"")
        .doesNotContain(",\"=");
  }

  @Test
  void shouldReadTheLeafThatItWrites() {
    for (String scope : List.of("", "review")) {
      var entry =
          new AuditEntry(
              7,
              new AuditEntry.Position(1, 2, 3, 4, 5),
              "agent:ä/ö",
              new AuditEntry.Deed("a.b", scope, scope.isEmpty() ? "" : "g", "not-found"),
              Hash.EMPTY_ROOT);
      assertThat(AuditEntry.of(7, entry.leaf())).isEqualTo(entry);
    }
  }

  @Test
  void shouldRefuseBytesThatAreNoLeaf() {
    byte[] leaf = ReportFixture.entry(1).leaf();
    for (int length = 0; length < leaf.length; length++) {
      byte[] part = java.util.Arrays.copyOf(leaf, length);
      assertThatThrownBy(() -> AuditEntry.of(1, part)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldSignWithWhatAPersonCanRead() throws IOException {
    byte[] manifest = Files.readAllBytes(report.resolve(ReportFiles.MANIFEST));
    assertThat(Files.readString(report.resolve(ReportFiles.SIGNATURE)))
        .isEqualTo(Note.sign(Manifest.signedText(manifest), List.of(fixture.key)));
  }

  private void expect(String message) {
    assertThatThrownBy(() -> verify(null)).isInstanceOf(ReportException.class).hasMessage(message);
  }

  private ReportVerifier.Verified verify(@Nullable Checkpoint since)
      throws ReportException, IOException {
    return fixture.verifier(since).verify(report);
  }

  private void lines(UnaryOperator<List<String>> change) throws IOException {
    Path file = report.resolve(ReportFiles.ENTRIES);
    List<String> lines = change.apply(new ArrayList<>(Files.readAllLines(file)));
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  private static List<String> replace(List<String> lines, int line, String old, String text) {
    assertThat(lines.get(line)).contains(old);
    lines.set(line, lines.get(line).replace(old, text));
    return lines;
  }

  private static Manifest.Period period(@Nullable Long from, @Nullable Long to) {
    return new Manifest.Period(
        from == null ? null : ReportFixture.at(from), to == null ? null : ReportFixture.at(to));
  }
}
