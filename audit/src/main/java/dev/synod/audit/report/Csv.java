package dev.synod.audit.report;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Entries as CSV (RFC 4180) for people with spreadsheets: every cell is quoted, and one that a
 * spreadsheet would take for a formula begins with an apostrophe.
 */
public final class Csv {
  private static final String STEERING = "=+-@\t\r\n|%";
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
      if (!cell.isEmpty() && STEERING.indexOf(cell.charAt(0)) >= 0) {
        line.append('\'');
      }
      line.append(cell.replace("\"", "\"\"")).append('"');
    }
    return line.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
