package dev.synod.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows under headings, in columns as wide as what is in them. */
public final class Table {
  private static final String NONE = "<none>";
  private static final String GAP = "   ";

  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... headings) {
    this.headings = List.of(headings);
  }

  /** Adds a row; an empty cell shows as {@code <none>}. */
  public Table row(String... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(
          "Expected %d cells, but found %d.".formatted(headings.size(), cells.length));
    }
    rows.add(List.of(cells).stream().map(Table::shown).toList());
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The lines, without trailing blanks. */
  public List<String> lines() {
    int[] widths = new int[headings.size()];
    measure(widths, headings);
    rows.forEach(row -> measure(widths, row));
    var lines = new ArrayList<String>();
    lines.add(line(widths, headings));
    rows.forEach(row -> lines.add(line(widths, row)));
    return lines;
  }

  @Override
  public String toString() {
    return lines().stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private static String shown(String cell) {
    return cell.isEmpty() ? NONE : Text.singleLine(cell);
  }

  private static void measure(int[] widths, List<String> cells) {
    for (int column = 0; column < widths.length; column++) {
      String cell = cells.get(column);
      widths[column] = Math.max(widths[column], cell.codePointCount(0, cell.length()));
    }
  }

  private static String line(int[] widths, List<String> cells) {
    var line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = cells.get(column);
      line.append(column == 0 ? "" : GAP).append(cell);
      line.repeat(' ', widths[column] - cell.codePointCount(0, cell.length()));
    }
    return line.toString().stripTrailing();
  }
}
