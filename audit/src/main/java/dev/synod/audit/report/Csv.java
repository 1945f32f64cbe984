package dev.synod.audit.report;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Entries as CSV (RFC 4180) for people with spreadsheets: every cell is quoted, and what a
 * spreadsheet would take for a formula has an apostrophe before it. That is so within a cell, too,
 * behind what separates cells elsewhere: a spreadsheet that expects semicolons sees other cells.
 */
public final class Csv {
  private static final String STEERING = "=+-@\t\r\n|%\uFF1D\uFF0B\uFF0D\uFF20";

  /** Behind which a cell begins for some spreadsheet. */
  private static final String SEPARATING = ";\t\r\n|";

  /** What some spreadsheets pass over at the beginning of a cell. */
  private static final String PASSED_OVER = "\"'\u0000\u00A0\u200B\uFEFF";

  private static final List<String> COLUMNS =
      List.of(
          "entry",
          "time",
          "subject",
          "action",
          "namespace",
          "group",
          "outcome",
          "revision",
          "logIndex",
          "place",
          "permit",
          "payloadDigest");

  private Csv() {}

  /** The first line. */
  public static byte[] header() {
    return line(COLUMNS);
  }

  /** The line of an entry. */
  public static byte[] line(AuditEntry entry) {
    AuditEntry.Position position = entry.position();
    AuditEntry.Deed deed = entry.deed();
    return line(
        List.of(
            Long.toString(entry.number()),
            Instant.ofEpochMilli(position.timeMillis()).toString(),
            entry.subject(),
            deed.action(),
            deed.namespace(),
            deed.group(),
            deed.outcome(),
            Long.toString(position.revision()),
            Long.toString(position.index()),
            Long.toString(position.place()),
            Long.toString(position.permit()),
            entry.payloadDigest().base64()));
  }

  private static byte[] line(List<String> cells) {
    var line = new StringBuilder();
    for (String cell : cells) {
      if (!line.isEmpty()) {
        line.append(',');
      }
      line.append('"');
      append(cell, line);
      line.append('"');
    }
    return line.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(String cell, StringBuilder line) {
    boolean isBeginning = true;
    for (int i = 0; i < cell.length(); i++) {
      char next = cell.charAt(i);
      if (isBeginning && STEERING.indexOf(next) >= 0) {
        line.append('\'');
      }
      line.append(next == '"' ? "\"\"" : next);
      isBeginning =
          SEPARATING.indexOf(next) >= 0
              || (isBeginning && (Character.isWhitespace(next) || PASSED_OVER.indexOf(next) >= 0));
    }
  }
}
