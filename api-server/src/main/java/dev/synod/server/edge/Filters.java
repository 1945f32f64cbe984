package dev.synod.server.edge;

import dev.synod.server.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What callers look for in PostgreSQL, which knows neither each text (U+0000 is none) nor each time
 * that Java does.
 */
final class Filters {
  static final int TEXT_CHARS_MAX = 512;

  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

  /** Exclusive: RFC 3339 has four digits for a year. */
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private Filters() {}

  /** A time, where one is given. */
  static @Nullable Instant time(String name, @Nullable String given) {
    return given == null ? null : required(name, given);
  }

  /** A time. */
  static Instant required(String name, String given) {
    try {
      Instant time = Instant.parse(given);
      if (!time.isBefore(FIRST) && time.isBefore(END)) {
        return time;
      }
    } catch (DateTimeException e) {
      // It is told below what was expected.
    }
    throw ProblemException.invalid(
        "Expected an RFC 3339 time in UTC such as 2026-01-31T00:00:00Z as '%s', but found something else."
            .formatted(name));
  }

  /**
   * Expects what is known.
   *
   * @param refusal why it is not
   */
  static void expectKnown(Optional<String> refusal) {
    if (refusal.isPresent()) {
      throw ProblemException.invalid(refusal.get());
    }
  }

  /** A text, where one is given. */
  static @Nullable String text(String name, @Nullable String given) {
    if (given == null) {
      return null;
    }
    if (given.length() > TEXT_CHARS_MAX) {
      throw ProblemException.invalid(
          "Expected at most %d characters as '%s', but found %d."
              .formatted(TEXT_CHARS_MAX, name, given.length()));
    }
    if (given.indexOf('\0') >= 0) {
      throw ProblemException.invalid(
          "Expected a text without U+0000 as '%s', but found one with it.".formatted(name));
    }
    return given;
  }
}
