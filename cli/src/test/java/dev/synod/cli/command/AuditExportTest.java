package dev.synod.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.audit.report.Filter;
import dev.synod.audit.report.Manifest;
import dev.synod.audit.report.ReportFiles;
import dev.synod.cli.command.LocalOutput.LocalException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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

  private static final String FOUND = "{\"items\":[{\"entry\":7}]}";
  private static final String NOTHING = "{\"items\":[]}";

  @TempDir private Path home;
  private Path answers;

  @BeforeEach
  void serve() throws IOException {
    answers = Files.createDirectory(home.resolve("answers"));
    Files.write(answerFile(), archive(manifest(350, Filter.ALL)));
  }

  @Test
  void shouldUnpackWhatTheServerSends() throws Exception {
    Path report = home.resolve("report");

    Invocation seen = export(report);

    assertThat(seen.err()).isEmpty();
    assertThat(seen.exit()).isZero();
    assertThat(seen.out()).contains("It shows 350 entries. Check it with");
    for (String name : ReportFiles.ALL) {
      if (name.equals(ReportFiles.MANIFEST)) {
        assertThat(Manifest.parse(Files.readAllBytes(report.resolve(name))).about().filter())
            .isEqualTo(Filter.ALL);
      } else {
        assertThat(report.resolve(name)).hasContent(name);
      }
    }
  }

  @Test
  void shouldSayWhichPartOfTheFilterFitsNothing() throws Exception {
    serveNothing("review", "task.*");
    Files.writeString(answers.resolve(search("namespace=review")), FOUND);
    Files.writeString(answers.resolve(search("action=task.*")), NOTHING);

    Invocation seen = export(home.resolve("report"));

    assertThat(seen.exit()).isZero();
    assertThat(seen.out()).contains("It shows 0 entries");
    assertThat(seen.err())
        .isEqualTo(
            "warning: the report shows no entry: in its period there is none with namespace=review and action=task.*.\n");
  }

  @Test
  void shouldSayThatNothingFitsTheWholeFilter() throws Exception {
    serveNothing("review", "task.*");
    Files.writeString(answers.resolve(search("namespace=review")), FOUND);
    Files.writeString(answers.resolve(search("action=task.*")), FOUND);

    assertThat(export(home.resolve("report")).err())
        .isEqualTo(
            "warning: the report shows no entry: none of its period fits all of namespace=review, action=task.*.\n");
  }

  @Test
  void shouldNameTheFilterWhereTheIndexCannotTell() throws Exception {
    serveNothing("review", "task.*");

    assertThat(export(home.resolve("report")).err())
        .isEqualTo(
            "warning: the report shows no entry: none of its period fits namespace=review, action=task.*.\n");
  }

  private void serveNothing(String namespace, String action) throws IOException {
    var filter = new Filter(List.of(namespace), List.of(), List.of(), List.of(action), List.of());
    Files.write(answerFile(), archive(manifest(0, filter)));
  }

  private static String search(String word) {
    return "GET_v1_namespaces_review_audit_entries,%s,limit=1,from=%s,to=%s.json"
        .formatted(word, "2026-01-01T00%3A00%3A00Z", "2026-02-01T00%3A00%3A00Z");
  }

  @Test
  void shouldSayThatTheServerEndedItEarly() throws Exception {
    Files.write(answerFile(), Arrays.copyOf(archive(manifest(350, Filter.ALL)), 300));

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

  private static byte[] manifest(long entries, Filter filter) {
    return new Manifest(
            Manifest.FORMAT,
            new Manifest.About(
                "synod.dev/audit",
                "2026-03-01T00:00:00Z",
                "person:ana",
                new Manifest.Period("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"),
                filter),
            new Manifest.Range(0, 350, entries, 350 - entries),
            List.of(),
            "",
            new Manifest.Proof(List.of(), List.of(), List.of()))
        .bytes();
  }

  /** But for the manifest, each file's content is its name. */
  private static byte[] archive(byte[] manifest) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (String name : ReportFiles.ALL) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(
            name.equals(ReportFiles.MANIFEST) ? manifest : name.getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
