package dev.synod.audit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.audit.note.Note;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were changed without the key, at any byte: each is refused, and with a reason. */
class DamagedReportTest {
  private static final int SIZE = 40;
  private static final int DAMAGES = 400;

  @TempDir private Path report;
  private final ReportFixture fixture = new ReportFixture(SIZE);
  private final ReportVerifier verifier = fixture.verifier(null);

  @BeforeEach
  void write() throws Exception {
    fixture.write(report, Manifest.Period.ALL, Filter.ALL, -1);
  }

  static List<String> files() {
    return ReportFiles.ALL;
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldRefuseAFileWithAnyDamage(String name) throws IOException {
    Path file = report.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    for (int seed = 0; seed < DAMAGES; seed++) {
      byte[] damaged = damaged(whole, new Random(seed));
      if (!Arrays.equals(damaged, whole)) {
        Files.write(file, damaged);
        assertThatThrownBy(() -> verifier.verify(report))
            .as("%s, damaged with seed %d", name, seed)
            .isInstanceOf(ReportException.class);
      }
    }
  }

  private static byte[] damaged(byte[] whole, Random random) {
    int at = random.nextInt(whole.length);
    int length = Math.min(whole.length - at, 1 + random.nextInt(80));
    return switch (random.nextInt(5)) {
      case 0 -> changed(whole, at, (byte) random.nextInt(256));
      case 1 -> changed(whole, at, (byte) (whole[at] ^ (1 << random.nextInt(8))));
      case 2 -> Arrays.copyOf(whole, at);
      case 3 -> spliced(whole, at, at + length, 0);
      default -> spliced(whole, at, at + length, 2);
    };
  }

  private static byte[] changed(byte[] whole, int at, byte octet) {
    byte[] changed = whole.clone();
    changed[at] = octet;
    return changed;
  }

  /** With a part left out, or so many times. */
  private static byte[] spliced(byte[] whole, int begin, int end, int times) {
    var spliced = new ByteArrayOutputStream();
    spliced.write(whole, 0, begin);
    for (int i = 0; i < times; i++) {
      spliced.write(whole, begin, end - begin);
    }
    spliced.write(whole, end, whole.length - end);
    return spliced.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldRefuseAnotherFormOfTheSameText(String name) throws IOException {
    expectRefused(name, text -> text.replace("\n", "\r\n"));
    expectRefused(name, text -> text.replace("\n", "\r"));
    expectRefused(name, text -> "\ufeff" + text);
    expectRefused(name, text -> text + "\n");
    expectRefused(name, text -> text + " ");
    expectRefused(name, text -> text + text);
    expectRefused(name, text -> "");
  }

  private void expectRefused(String name, UnaryOperator<String> change) throws IOException {
    Path file = report.resolve(name);
    String text = Files.readString(file);
    Files.writeString(file, change.apply(text));
    assertThatThrownBy(() -> verifier.verify(report))
        .as("changed %s", name)
        .isInstanceOf(ReportException.class);
    Files.writeString(file, text);
  }

  @Test
  void shouldRefuseSixteenBitsForEight() throws IOException {
    Path file = report.resolve(ReportFiles.ENTRIES);
    Files.write(file, Files.readString(file).getBytes(StandardCharsets.UTF_16));

    assertThatThrownBy(() -> verifier.verify(report)).isInstanceOf(ReportException.class);
  }

  @Test
  void shouldNotKeepEndlessHashesInMemory() throws IOException {
    String hash = "\"" + ReportFixture.entry(1).hash().base64() + "\"";
    Files.writeString(
        report.resolve(ReportFiles.ENTRIES),
        "{\"skipped\":0,\"end\":40,\"nodes\":[" + (hash + ",").repeat(200) + hash + "]}\n");

    assertThatThrownBy(() -> verifier.verify(report))
        .isInstanceOf(ReportException.class)
        .hasMessageEndingWith("expected at most 128 hashes of leaves that are passed over.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"+1000000000-12-31T23:59:59Z", "2026-01-01T01:00:00+01:00", "2026-01-01", "x"})
  void shouldRefuseATimeThatIsWrittenOtherwise(String time) throws IOException {
    Path file = report.resolve(ReportFiles.ENTRIES);
    Files.writeString(
        file, Files.readString(file).replaceFirst("2026-01-01T00:00:00Z", time.replace("$", "")));

    assertThatThrownBy(() -> verifier.verify(report))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("but found '" + time + "'");
  }

  /** Signed with the right key, so that it is read at all. */
  @Test
  void shouldRefuseAManifestThatCanBeReadInTwoWays() throws IOException {
    String manifest = Files.readString(report.resolve(ReportFiles.MANIFEST));

    for (String changed :
        List.of(
            manifest.replaceFirst("\"createdBy\"", "\"createdBy\" : \"person:eve\", \"createdBy\""),
            manifest + "{}",
            manifest.replaceFirst("\"files\"", "\"note\" : 1, \"files\""),
            manifest.replaceFirst("(?s)\"files\" : \\[.*?\\]", "\"files\" : null"),
            manifest.replaceFirst("(?s)\"files\" : \\[.*?\\]", "\"files\" : [ null, null ]"),
            manifest.replaceFirst(
                "(?s)\"about\" : \\{.*?\\},\n  \"range\"", "\"about\" : null,\n  \"range\""),
            manifest.replaceFirst("(?s)\"marks\" : \\[.*?\\]", "\"marks\" : [ null ]"),
            manifest.replaceFirst(
                "\"from\" : null", "\"from\" : \"+1000000000-12-31T23:59:59Z\""))) {
      assertThat(changed).isNotEqualTo(manifest);
      sign(changed);
      assertThatThrownBy(() -> verifier.verify(report))
          .as(changed)
          .isInstanceOf(ReportException.class)
          .hasMessageStartingWith("manifest.json: expected a ");
    }
  }

  @Test
  void shouldRefuseAManifestThatTellsOfOtherFiles() throws IOException {
    String manifest = Files.readString(report.resolve(ReportFiles.MANIFEST));
    sign(
        manifest.replaceFirst(
            "\"files\" : \\[",
            "\"files\" : [{\"name\":\"more.csv\",\"bytes\":1,\"sha256\":\"\"},"));

    assertThatThrownBy(() -> verifier.verify(report))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("and of nothing else, but found those of [more.csv, entries.jsonl");
  }

  private void sign(String manifest) throws IOException {
    byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
    Files.write(report.resolve(ReportFiles.MANIFEST), bytes);
    Files.writeString(
        report.resolve(ReportFiles.SIGNATURE),
        Note.sign(Manifest.signedText(bytes), List.of(fixture.key)));
  }
}
