package dev.synod.server.view;

import dev.synod.kernel.Clock;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Revisions as they are on the wire: opaque to callers, {@code incarnation-counter} to us, so that
 * a revision from before a restore is recognised.
 */
public final class Revisions {
  private static final Pattern FORM = Pattern.compile("(\\d{1,10})-(\\d{1,18})");

  private Revisions() {}

  /**
   * A revision that a caller gave.
   *
   * @param counter within the incarnation
   */
  public record Given(long incarnation, long counter) {}

  /** The text of a counter in the state's incarnation. */
  public static String text(Clock clock, long counter) {
    return clock.incarnation() + "-" + counter;
  }

  /** Reads a revision, with or without the quotes of an entity tag; empty where it is none. */
  public static Optional<Given> parse(String text) {
    String bare =
        text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
            ? text.substring(1, text.length() - 1)
            : text;
    Matcher matcher = FORM.matcher(bare);
    return matcher.matches()
        ? Optional.of(new Given(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }
}
