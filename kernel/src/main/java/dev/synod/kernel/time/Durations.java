package dev.synod.kernel.time;

import java.time.Duration;

/** How durations are told to people: as Kubernetes writes them, so that they can be given back. */
public final class Durations {
  private static final String[] UNITS = {"h", "m", "s", "ms"};
  private static final long[] MILLIS = {3_600_000, 60_000, 1_000, 1};

  private Durations() {}

  /** A duration as {@code 1h30m}, to the millisecond. */
  public static String text(Duration duration) {
    return text(duration.toMillis());
  }

  /** Milliseconds as {@code 1h30m}; {@code 0s} for none, with a sign before what is negative. */
  public static String text(long millis) {
    var text = new StringBuilder(millis < 0 ? "-" : "");
    long rest = millis;
    for (int i = 0; i < UNITS.length; i++) {
      long count = Math.abs(rest / MILLIS[i]);
      if (count > 0) {
        text.append(count).append(UNITS[i]);
      }
      rest %= MILLIS[i];
    }
    return text.isEmpty() ? "0s" : text.toString();
  }
}
