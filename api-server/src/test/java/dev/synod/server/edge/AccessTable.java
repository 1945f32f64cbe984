package dev.synod.server.edge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may call what, as {@code access.txt} tells it.
 *
 * @param roles the columns
 */
record AccessTable(List<String> roles, List<Row> rows) {
  private static final Pattern ROLE = Pattern.compile("[| ]*?(\\w+)");
  private static final Pattern ROW = Pattern.compile("([A-Z]+) +(\\S+) +([-+](?: [-+])*)");

  /**
   * One thing that can be called.
   *
   * @param verb a method of HTTP, {@code WATCH}, {@code CALL} or {@code SEND}
   * @param what the endpoint's template, or a name of the protocol
   * @param query with its question mark; empty where there is none
   * @param allowed the roles that may
   */
  record Row(String verb, String what, String query, String body, Set<String> allowed) {
    boolean isRest() {
      return !verb.equals("CALL") && !verb.equals("SEND");
    }

    String endpoint() {
      return verb + " " + what;
    }

    @Override
    public String toString() {
      return endpoint();
    }
  }

  static AccessTable read() throws IOException {
    try (InputStream file = AccessTable.class.getResourceAsStream("access.txt")) {
      return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }

  private static AccessTable parse(List<String> lines) {
    var roles = new ArrayList<String>();
    var rows = new ArrayList<Row>();
    for (String line : lines) {
      Matcher role = ROLE.matcher(line);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (role.matches()) {
        roles.add(role.group(1));
      } else if (line.startsWith(" ")) {
        Row last = rows.removeLast();
        rows.add(new Row(last.verb(), last.what(), last.query(), line.strip(), last.allowed()));
      } else {
        rows.add(row(line, roles));
      }
    }
    return new AccessTable(List.copyOf(roles), List.copyOf(rows));
  }

  private static Row row(String line, List<String> roles) {
    Matcher row = ROW.matcher(line);
    if (!row.matches()) {
      throw new IllegalArgumentException("Expected a row, but found: " + line);
    }
    List<String> marks = List.of(row.group(3).split(" "));
    if (marks.size() != roles.size()) {
      throw new IllegalArgumentException("Expected a mark for each role, but found: " + line);
    }
    var allowed = new LinkedHashSet<String>();
    for (int i = 0; i < marks.size(); i++) {
      if (marks.get(i).equals("+")) {
        allowed.add(roles.get(i));
      }
    }
    int mark = row.group(2).indexOf('?');
    int end = mark < 0 ? row.group(2).length() : mark;
    return new Row(
        row.group(1), row.group(2).substring(0, end), row.group(2).substring(end), "", allowed);
  }
}
