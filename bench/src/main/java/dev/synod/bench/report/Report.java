package dev.synod.bench.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A table in Markdown, with its columns in line. */
public final class Report {
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these columns. */
  public Report(String... columns) {
    rows.add(List.of(columns));
  }

  /** Adds a row; numbers are written with as many digits as tell something. */
  public Report row(Object... cells) {
    rows.add(Arrays.stream(cells).map(Report::text).toList());
    return this;
  }

  private static String text(Object cell) {
    return switch (cell) {
      case Double number -> {
        double value = number;
        yield String.format(
            Locale.ROOT, value >= 1_000 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
      }
      case Integer number -> String.format(Locale.ROOT, "%,d", number);
      default -> cell.toString();
    };
  }

  /** Prints it under a heading. */
  public void print(PrintStream out, String heading) {
    out.printf("%n%s%n%n", heading);
    for (int i = 0; i < rows.size(); i++) {
      out.println(line(rows.get(i)));
      if (i == 0) {
        out.println(
            "|"
                + rows.getFirst().stream().map(column -> "---").collect(Collectors.joining("|"))
                + "|");
      }
    }
  }

  private String line(List<String> cells) {
    var line = new StringBuilder("|");
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      line.append(' ').append(cell).append(" ".repeat(width(column) - cell.length())).append(" |");
    }
    return line.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
