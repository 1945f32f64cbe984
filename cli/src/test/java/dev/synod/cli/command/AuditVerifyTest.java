package dev.synod.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.audit.note.SignerKey;
import dev.synod.audit.report.Filter;
import dev.synod.audit.report.Manifest;
import dev.synod.audit.report.ReportFiles;
import dev.synod.audit.report.ReportFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports on disk, with no server that could be asked. */
class AuditVerifyTest {
  @TempDir private Path home;
  private final ReportFixture fixture = new ReportFixture(200);
  private Path report;
  private Path earlier;

  @BeforeEach
  void write() throws Exception {
    report = Files.createDirectory(home.resolve("report"));
    fixture.write(report, Manifest.Period.ALL, Filter.ALL, -1);
    earlier =
        Files.writeString(
            home.resolve("earlier"), fixture.checkpoint(150).signed(List.of(fixture.key)));
  }

  @Test
  void shouldSayWhatIsVerified() throws Exception {
    Invocation seen = verify(report, "--since", earlier.toString());

    assertThat(seen.err()).isEmpty();
    assertThat(seen.exit()).isZero();
    assertThat(seen.out())
        .isEqualTo(
            """
            %s is complete, unaltered and in order.
              entries     0 to 199: 200 shown, 0 passed over by the filter
              period      the beginning to the checkpoint
              filter      none: all are shown
              payloads    50, and each fits its entry
              checkpoint  synod.example/audit, 200 entries, root %s
              since       grown from the checkpoint of 150 entries
            """
                .formatted(report, fixture.checkpoint(200).root().base64()));
  }

  @Test
  void shouldSayWhichPeriodAndFilterAreComplete() throws Exception {
    var period = new Manifest.Period("2026-01-01T00:00:20Z", "2026-01-01T00:01:00Z");
    var filter =
        new Filter(
            List.of("review"),
            List.of(),
            List.of("person:\u001b[2Jada"),
            List.of("state.*"),
            List.of());
    fixture.write(report, period, filter, -1);

    assertThat(verify(report).out())
        .contains(
            """
              period      2026-01-01T00:00:20Z to 2026-01-01T00:01:00Z
              filter      namespace=review subject=person:\uFFFD[2Jada action=state.*
            """);
  }

  @Test
  void shouldTakeAManifestAndAnArchiveForTheirReport() throws Exception {
    assertThat(verify(archive(ReportFiles.ALL)).exit()).isZero();
    assertThat(verify(report.resolve(ReportFiles.MANIFEST)).exit()).isZero();
  }

  @Test
  void shouldRefuseAnArchiveWithMoreThanTheFilesOfAReport() throws Exception {
    var more = new ArrayList<>(ReportFiles.ALL);
    more.add("notes/entries.csv");

    Invocation seen = verify(archive(more));

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.err()).contains("each once, but found 6 files", "notes/entries.csv");
  }

  /** Programs differ in which of the two they unpack. */
  @Test
  void shouldRefuseAnArchiveThatHasAFileTwice() throws Exception {
    var twice = new ArrayList<>(ReportFiles.ALL);
    twice.add(0, "entries.csX");
    Path archive = archive(twice);
    String bytes = Files.readString(archive, StandardCharsets.ISO_8859_1);
    Files.writeString(
        archive, bytes.replace("entries.csX", "entries.csv"), StandardCharsets.ISO_8859_1);

    Invocation seen = verify(archive);

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.err()).contains("entries.csv, entries.csv");
  }

  @Test
  void shouldRefuseAnArchiveThatIsCutOrBroken() throws Exception {
    Path archive = archive(ReportFiles.ALL);
    byte[] whole = Files.readAllBytes(archive);
    for (int seed = 0; seed < 100; seed++) {
      var random = new Random(seed);
      Files.write(archive, Arrays.copyOf(whole, random.nextInt(whole.length)));
      assertThat(verify(archive).err()).contains("neither a directory nor a ZIP archive");

      byte[] broken = whole.clone();
      broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(archive, broken);
      // A date, for one, is nothing that a report rests on.
      assertThat(verify(archive).err()).as("seed %d", seed).doesNotContain("defect");
    }
  }

  /** An archive of files of the report; what is none of them has the CSV's content. */
  private Path archive(List<String> names) throws IOException {
    Path archive = home.resolve("report.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(report.resolve(ReportFiles.ALL.contains(name) ? name : ReportFiles.CSV), zip);
      }
    }
    return archive;
  }

  /** Somebody who signs for another tree has named theirs as this one. */
  @Test
  void shouldNotLetTheKeyOfOneTreeSpeakForAnother() throws Exception {
    SignerKey other = SignerKey.generate("other.example/audit", new SecureRandom());
    Path keys =
        Files.writeString(
            home.resolve("keys"), fixture.key.verifier() + "\n" + other.verifier() + "\n");
    Path forged =
        Files.writeString(home.resolve("forged"), fixture.checkpoint(150).signed(List.of(other)));

    Invocation seen = verifyWith(keys.toString(), report, "--since", forged.toString());

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.err())
        .contains("forged: Expected a signature by one of the keys", "but found those of [other");
  }

  @Test
  void shouldNameTheFirstEntryThatIsNotAsItWas() throws Exception {
    Path entries = report.resolve(ReportFiles.ENTRIES);
    Files.writeString(
        entries, Files.readString(entries).replace("\"revision\":142,", "\"revision\":143,"));

    Invocation seen = verify(report);

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.err())
        .isEqualTo(
            "synod: %s is not verified. Entry 42 was altered: what it says does not give its hash.%n"
                .formatted(report));
  }

  @Test
  void shouldVerifyEachOfSeveralReportsAndNameTheOneThatIsNotGood() throws Exception {
    Path other = Files.createDirectory(home.resolve("other"));
    fixture.write(other, Manifest.Period.ALL, Filter.ALL, -1);
    assertThat(verify(report, other.toString()).out())
        .contains(report + " is complete", other + " is complete");

    Files.writeString(other.resolve(ReportFiles.CSV), "more", StandardOpenOption.APPEND);
    Invocation seen = verify(report, other.toString());

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.out()).contains(report + " is complete").doesNotContain(other + " is complete");
    assertThat(seen.err()).startsWith("synod: %s is not verified. entries.csv".formatted(other));
  }

  @Test
  void shouldRefuseWhatAnotherKeySigned() throws Exception {
    var other = new ReportFixture(1);
    Invocation seen = verifyWith(other.key.verifier().toString(), report);

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.err()).contains("manifest.sig: Expected a signature by one of the keys");
  }

  @Test
  void shouldRefuseWhatIsNoReportAndNoKey() throws Exception {
    assertThat(verify(earlier).err()).contains("neither a directory nor a ZIP archive");
    assertThat(verify(home.resolve("nowhere")).exit()).isEqualTo(1);
    Invocation noKey = verifyWith("x", report);
    assertThat(noKey.exit()).isEqualTo(2);
    assertThat(noKey.err()).contains("Expected a public key such as NAME+", "there is no file x");
  }

  @Test
  void shouldUnpackTheFilesOfAReportAndNoOther() throws IOException {
    Path archive = home.resolve("strange.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("../outside"));
      zip.write(1);
    }

    try (InputStream in = Files.newInputStream(archive)) {
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> AuditFiles.unpack(in, home.resolve("unpacked")))
          .isInstanceOf(IOException.class)
          .hasMessage("a file that is not of a report");
    }
    assertThat(home.resolve("outside")).doesNotExist();
  }

  private Invocation verify(Path file, String... more) throws Exception {
    Path key =
        Files.writeString(home.resolve("audit.pub"), fixture.key.verifier().toString() + "\n");
    return verifyWith(key.toString(), file, more);
  }

  private Invocation verifyWith(String key, Path file, String... more) throws Exception {
    var arguments = new ArrayList<>(List.of("audit", "verify", file.toString(), "--key", key));
    arguments.addAll(List.of(more));
    return Invocation.of(Map.of(), home, arguments.toArray(String[]::new));
  }
}
