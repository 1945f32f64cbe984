package dev.synod.server.audit;

import java.time.Duration;

/** For how long a report is put off that can't be made now: longer each time. */
final class Postponement {
  private static final Duration MIN = Duration.ofSeconds(10);
  private static final Duration MAX = Duration.ofMinutes(5);

  /** After so many attempts the wait is at its longest. */
  private static final int DOUBLED_MAX = 5;

  private Postponement() {}

  /** The wait after a number of attempts before this one. */
  static Duration after(int attempts) {
    Duration wait = MIN.multipliedBy(1L << Math.clamp(attempts, 0, DOUBLED_MAX));
    return wait.compareTo(MAX) < 0 ? wait : MAX;
  }

  /** What is told of a report that waits. */
  static String told(String message, Duration wait) {
    return "%s It is tried again after %d s.".formatted(message, wait.toSeconds());
  }
}
