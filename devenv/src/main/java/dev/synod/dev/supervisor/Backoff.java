package dev.synod.dev.supervisor;

import java.time.Duration;

/** Pauses between tries: each twice the one before, up to a limit. */
final class Backoff {

  private static final Duration INITIAL = Duration.ofMillis(250);
  private static final Duration MAX = Duration.ofSeconds(10);

  private Duration next = INITIAL;

  Duration next() {
    Duration now = next;
    next = now.multipliedBy(2).compareTo(MAX) > 0 ? MAX : now.multipliedBy(2);
    return now;
  }

  void reset() {
    next = INITIAL;
  }
}
