package dev.synod.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.audit.report.Filter;
import dev.synod.audit.report.Manifest;
import dev.synod.audit.report.ReportFiles;
import dev.synod.audit.report.ReportFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
              payloads    50, and each fits its entry
              checkpoint  synod.example/audit, 200 entries, root %s
              since       grown from the checkpoint of 150 entries
            """
                .formatted(report, fixture.checkpoint(200).root().base64()));
  }

  @Test
  void shouldTakeAManifestAndAnArchiveForTheirReport() throws Exception {
    Path archive = home.resolve("report.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (String file : ReportFiles.ALL) {
        zip.putNextEntry(new ZipEntry(file));
        Files.copy(report.resolve(file), zip);
      }
    }

    assertThat(verify(archive).exit()).isZero();
    assertThat(verify(report.resolve(ReportFiles.MANIFEST)).exit()).isZero();
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
  void shouldRefuseWhatAnotherKeySigned() throws Exception {
    var other = new ReportFixture(1);
    Invocation seen =
        Invocation.of(
            Map.of(),
            home,
            "audit",
            "verify",
            report.toString(),
            "--key",
            other.key.verifier().toString());

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.err()).contains("manifest.sig: Expected a signature by one of the keys");
  }

  @Test
  void shouldRefuseWhatIsNoReportAndNoKey() throws Exception {
    assertThat(verify(earlier).err()).contains("neither a directory nor a ZIP archive");
    assertThat(verify(home.resolve("nowhere")).exit()).isEqualTo(1);
    Invocation noKey =
        Invocation.of(Map.of(), home, "audit", "verify", report.toString(), "--key", "x");
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
    var arguments =
        new java.util.ArrayList<>(
            List.of("audit", "verify", file.toString(), "--key", key.toString()));
    arguments.addAll(List.of(more));
    return Invocation.of(Map.of(), home, arguments.toArray(String[]::new));
  }
}
