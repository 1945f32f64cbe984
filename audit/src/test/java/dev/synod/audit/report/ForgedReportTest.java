package dev.synod.audit.report;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.audit.tree.CompactRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whoever has the right key may try: every file and every digest fits the manifest. */
class ForgedReportTest {
  private static final int SIZE = 100;

  @TempDir private Path report;
  private final ReportFixture fixture = new ReportFixture(SIZE);

  @BeforeEach
  void write() throws Exception {
    fixture.write(report, Manifest.Period.ALL, Filter.ALL, -1);
  }

  @Test
  void shouldNotTakeNothingForAllEntries() throws Exception {
    forge("", Csv.header(), new Manifest.Range(40, 40, 0, 0), 40, 40);

    expect(
        "manifest.json: expected all entries of the period that it names, but it covers 40 up to 40 of 100: some of the period may be left out at its edge.");
  }

  @Test
  void shouldNotTakeTheEndForAllEntriesWhereItBeginsWithHashes() throws Exception {
    CompactRange rest = fixture.range(40, SIZE);
    String line =
        "{\"skipped\":40,\"end\":100,\"nodes\":[%s]}\n"
            .formatted(
                String.join(
                    ",", rest.nodes().stream().map(node -> '"' + node.base64() + '"').toList()));
    forge(line, Csv.header(), new Manifest.Range(40, SIZE, 0, 60), 40, SIZE);

    expect(
        "manifest.json: expected all entries of the period that it names, but it covers 40 up to 100 of 100: some of the period may be left out at its edge.");
  }

  @Test
  void shouldNotTakeAGroupThatNoHashCovers() throws Exception {
    var everywhere =
        new ReportFixture(
            SIZE,
            number -> {
              AuditEntry entry = ReportFixture.entry(number);
              return new AuditEntry(
                  number,
                  entry.position(),
                  entry.subject(),
                  new AuditEntry.Deed("cluster.manage", "", "", "applied"),
                  entry.payloadDigest());
            });
    everywhere.write(report, Manifest.Period.ALL, Filter.ALL, -1);
    String lines = Files.readString(report.resolve(ReportFiles.ENTRIES));
    String csv = Files.readString(report.resolve(ReportFiles.CSV));
    signAnew(
        everywhere,
        lines.replaceFirst("\"group\":\"\"", "\"group\":\"bank\""),
        csv.replaceFirst("\"cluster.manage\",\"\",\"\"", "\"cluster.manage\",\"\",\"bank\""));

    expect(
        everywhere, "Entry 0 was altered: it says something else than what its hash stands for.");
  }

  @Test
  void shouldNotTakeATextThatNoHashCovers() throws Exception {
    String lines = Files.readString(report.resolve(ReportFiles.ENTRIES));
    signAnew(
        fixture,
        lines.replaceFirst(
            "\"time\":\"2026-01-01T00:00:00Z\"", "\"time\":\"2026-01-01T00:00:00.000999Z\""),
        Files.readString(report.resolve(ReportFiles.CSV)));

    expect(
        "entries.jsonl, line 1, where entry 0 is expected: expected a time such as 2026-01-31T12:00:00.123Z, but found '2026-01-01T00:00:00.000999Z'.");
  }

  private void signAnew(ReportFixture by, String lines, String csv) throws Exception {
    Files.writeString(report.resolve(ReportFiles.ENTRIES), lines);
    Files.writeString(report.resolve(ReportFiles.CSV), csv);
    Manifest manifest = ReportFixture.manifest(report);
    ReportFixture.sign(
        report,
        new Manifest(
            manifest.format(),
            manifest.about(),
            manifest.range(),
            files(),
            manifest.checkpoint(),
            manifest.proof()),
        by.key);
  }

  /** Signs a report that covers leaves from one up to another, with all hashes that it needs. */
  private void forge(String lines, byte[] csv, Manifest.Range range, long first, long end)
      throws Exception {
    Files.writeString(report.resolve(ReportFiles.ENTRIES), lines);
    Files.write(report.resolve(ReportFiles.CSV), csv);
    Manifest manifest = ReportFixture.manifest(report);
    List<Manifest.Cover> right =
        end < SIZE ? List.of(Manifest.Cover.of(fixture.range(end, SIZE))) : List.of();
    ReportFixture.sign(
        report,
        new Manifest(
            manifest.format(),
            manifest.about(),
            range,
            files(),
            manifest.checkpoint(),
            new Manifest.Proof(
                List.of(Manifest.Cover.of(fixture.range(0, first))), right, List.of())),
        fixture.key);
  }

  private List<Manifest.File> files() throws IOException {
    return List.of(
        ReportFixture.measured(report, ReportFiles.ENTRIES),
        ReportFixture.measured(report, ReportFiles.CSV));
  }

  private void expect(String message) {
    expect(fixture, message);
  }

  private void expect(ReportFixture by, String message) {
    assertThatThrownBy(() -> by.verifier(null).verify(report))
        .isInstanceOf(ReportException.class)
        .hasMessage(message);
  }
}
