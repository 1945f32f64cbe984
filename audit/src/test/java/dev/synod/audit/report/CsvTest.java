package dev.synod.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.audit.tree.Hash;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a spreadsheet could make of a subject that somebody chose. */
class CsvTest {
  private static String subject(String subject) {
    var entry =
        new AuditEntry(
            1,
            new AuditEntry.Position(1, 0, 0, 1, 1),
            subject,
            new AuditEntry.Deed("state.write", "review", "g", "applied"),
            Hash.EMPTY_ROOT);
    String line = new String(Csv.line(entry), StandardCharsets.UTF_8);
    return line.substring(
        line.indexOf("00Z\",") + "00Z\",".length(), line.indexOf(",\"state.write\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"person:ada", "agent:review/lead", "", "person:a-b+c@d", "person:a,=1"})
  void shouldLeaveWhatNoSpreadsheetRuns(String text) {
    assertThat(subject(text)).isEqualTo('"' + text + '"');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "|cmd",
        "%1",
        "\uff1d1",
        "\uff20A"
      })
  void shouldPutAnApostropheBeforeAFormula(String text) {
    assertThat(subject(text)).startsWith("\"'" + text.charAt(0));
  }

  @Test
  void shouldPutAnApostropheBeforeAFormulaWhereACellMayBegin() {
    assertThat(subject(" =1")).isEqualTo("\" '=1\"");
    assertThat(subject("\u00a0=1")).isEqualTo("\"\u00a0'=1\"");
    assertThat(subject("\ufeff=1")).isEqualTo("\"\ufeff'=1\"");
    assertThat(subject("person:a;=1")).isEqualTo("\"person:a;'=1\"");
    assertThat(subject("person:a;  @A")).isEqualTo("\"person:a;  '@A\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"person:a;\"\"=1", "person:a;\"=1", "person:a\t=1", "person:a|=1"})
  void shouldPutAnApostropheBehindWhateverSeparatesCells(String text) {
    assertThat(subject(text)).contains("'=1").doesNotContain(";=", "\"=", "\t=", "|=");
  }
}
