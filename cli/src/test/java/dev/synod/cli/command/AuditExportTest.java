package dev.synod.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.audit.report.ReportFiles;
import dev.synod.cli.command.LocalOutput.LocalException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a report can't be fetched whole. */
class AuditExportTest {
  /** The longest path of a file on Linux, in bytes, without the zero behind it. */
  private static final int PATH_BYTES_MAX = 4_095;

  @TempDir private Path home;
  private Path answers;

  @BeforeEach
  void serve() throws IOException {
    answers = Files.createDirectory(home.resolve("answers"));
    Files.write(answerFile(), archive());
  }

  @Test
  void shouldUnpackWhatTheServerSends() throws Exception {
    Path report = home.resolve("report");

    Invocation seen = export(report);

    assertThat(seen.err()).isEmpty();
    assertThat(seen.exit()).isZero();
    for (String name : ReportFiles.ALL) {
      assertThat(report.resolve(name)).hasContent(name);
    }
  }

  @Test
  void shouldSayThatTheServerEndedItEarly() throws Exception {
    Files.write(answerFile(), Arrays.copyOf(archive(), 300));

    Invocation seen = export(home.resolve("report"));

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.err())
        .contains("Expected a whole report, but the server ended it early", "Try again");
  }

  @Test
  void shouldSayThatAFileCannotBeWrittenHere() throws Exception {
    // The directory's path is as long as one may be, so that none of a file in it can be.
    Path deep = home;
    while (PATH_BYTES_MAX - deep.toString().length() > 202) {
      deep = deep.resolve("x".repeat(200));
    }
    deep = deep.resolve("x".repeat(PATH_BYTES_MAX - deep.toString().length() - 1));

    Invocation seen = export(deep);

    assertThat(deep).isDirectory();
    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.err())
        .contains("Expected to write the report to", "Make room or give another directory")
        .doesNotContain("the server ended it early");
  }

  @Test
  void shouldTellThatADiskIsFullFromWhatIsWritten() throws IOException {
    try (OutputStream full = new LocalOutput(Files.newOutputStream(Path.of("/dev/full")))) {
      assertThatThrownBy(() -> full.write(1))
          .isInstanceOf(LocalException.class)
          .hasMessageContaining("No space left");
      assertThatThrownBy(() -> full.write(new byte[10]))
          .isInstanceOf(LocalException.class)
          .hasMessageContaining("No space left");
    }
  }

  private Invocation export(Path directory) throws IOException {
    Path token = Files.writeString(home.resolve("token"), "token\n");
    try (var server = new CannedServer(answers)) {
      return Invocation.of(
          Map.of(
              "SYNOD_SERVER",
              server.url(),
              "SYNOD_TOKEN_FILE",
              token.toString(),
              "HOME",
              home.toString()),
          home,
          "audit",
          "export",
          directory.toString());
    }
  }

  private Path answerFile() {
    return answers.resolve("POST_v1_audit_entries:export.json");
  }

  /** Each file's content is its name. */
  private static byte[] archive() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (String name : ReportFiles.ALL) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
