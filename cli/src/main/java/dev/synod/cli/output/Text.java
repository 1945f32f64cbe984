package dev.synod.cli.output;

import java.util.stream.IntStream;

/** Text from elsewhere, made fit for a terminal. */
public final class Text {
  private static final int DELETE = 0x7f;
  private static final int CONTROL_END = 0x9f;
  private static final String REPLACEMENT = "\uFFFD";

  private Text() {}

  /** The text in one line; what would steer the terminal is replaced. */
  public static String singleLine(String text) {
    return filtered(text, false);
  }

  /** The text with its lines; what would steer the terminal is replaced. */
  public static String lines(String text) {
    return filtered(text, true);
  }

  private static String filtered(String text, boolean keepLines) {
    IntStream points = text.codePoints();
    var safe = new StringBuilder(text.length());
    points.forEach(
        point -> {
          if (point == '\n' || point == '\t') {
            safe.appendCodePoint(keepLines ? point : ' ');
          } else if (point < ' ' || (point >= DELETE && point <= CONTROL_END)) {
            safe.append(point == '\r' ? "" : REPLACEMENT);
          } else {
            safe.appendCodePoint(point);
          }
        });
    return safe.toString();
  }

  /** The text, or its beginning and an ellipsis where it is longer. */
  public static String shortened(String text, int lengthMax) {
    return text.length() <= lengthMax ? text : text.substring(0, lengthMax - 1) + "…";
  }
}
