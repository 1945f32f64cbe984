package dev.synod.cli.output;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where answers go.
 *
 * @param out what was asked for
 * @param err everything else
 * @param isInteractive whether a person watches {@code out}, so that lines may be drawn anew
 */
public record Terminal(PrintStream out, PrintStream err, boolean isInteractive) {
  private static final int BAR_CELLS = 24;
  private static final String CLEAR_BELOW = "\u001b[J";

  /** What is asked for, as a writer. */
  public PrintWriter outWriter() {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }

  /** Everything else, as a writer. */
  public PrintWriter errWriter() {
    return new PrintWriter(err, true, StandardCharsets.UTF_8);
  }

  /** Lines that are drawn over those drawn before. */
  public final class Canvas {
    private int drawn;

    public void draw(List<String> lines) {
      var frame = new StringBuilder();
      if (drawn > 0) {
        frame.append("\u001b[").append(drawn).append('A');
      }
      frame.append('\r').append(CLEAR_BELOW);
      lines.forEach(line -> frame.append(line).append('\n'));
      drawn = lines.size();
      out.print(frame);
      out.flush();
    }
  }

  /** A bar of what is done, such as {@code [#####-----] 3/6}. */
  public static String bar(int done, int known) {
    int filled = known == 0 ? 0 : Math.min(BAR_CELLS, BAR_CELLS * done / known);
    return "[%s%s] %d/%d"
        .formatted("█".repeat(filled), "░".repeat(BAR_CELLS - filled), done, known);
  }
}
