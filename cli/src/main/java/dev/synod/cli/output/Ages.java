package dev.synod.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;

/** How long ago something was, as kubectl shows it. */
public final class Ages {
  private static final long MINUTE = 60;
  private static final long HOUR = 3_600;
  private static final long DAY = 86_400;

  private final InstantSource clock;

  public Ages(InstantSource clock) {
    this.clock = clock;
  }

  /** Time since a moment such as {@code 2026-01-01T00:00:00Z}; empty where there is none. */
  public String since(String moment) {
    return moment.isEmpty() ? "" : between(moment, clock.instant());
  }

  /** Time until a moment; empty where there is none or it has passed. */
  public String until(String moment) {
    try {
      Duration left = Duration.between(clock.instant(), Instant.parse(moment));
      return left.isNegative() ? "" : text(left);
    } catch (DateTimeParseException e) {
      return "";
    }
  }

  private static String between(String from, Instant to) {
    try {
      Duration age = Duration.between(Instant.parse(from), to);
      return text(age.isNegative() ? Duration.ZERO : age);
    } catch (DateTimeParseException e) {
      return "?";
    }
  }

  /** A duration with its two most telling units. */
  public static String text(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 2 * MINUTE) {
      return seconds + "s";
    }
    if (seconds < 10 * MINUTE) {
      return joined(seconds / MINUTE, "m", seconds % MINUTE, "s");
    }
    if (seconds < 3 * HOUR) {
      return seconds / MINUTE + "m";
    }
    if (seconds < 8 * HOUR) {
      return joined(seconds / HOUR, "h", seconds % HOUR / MINUTE, "m");
    }
    if (seconds < 2 * DAY) {
      return seconds / HOUR + "h";
    }
    return seconds < 8 * DAY
        ? joined(seconds / DAY, "d", seconds % DAY / HOUR, "h")
        : seconds / DAY + "d";
  }

  private static String joined(long great, String greatUnit, long small, String smallUnit) {
    return small == 0 ? great + greatUnit : great + greatUnit + small + smallUnit;
  }
}
