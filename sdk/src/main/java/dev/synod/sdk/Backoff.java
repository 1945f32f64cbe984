package dev.synod.sdk;

import java.util.random.RandomGenerator;

/** Pauses between attempts: twice as long each time, up to a limit, half of it at random. */
final class Backoff {
  private final long millisMin;
  private final long millisMax;
  private final RandomGenerator random;
  private int attempts;

  Backoff(long millisMin, long millisMax, RandomGenerator random) {
    this.millisMin = millisMin;
    this.millisMax = millisMax;
    this.random = random;
  }

  long nextMillis() {
    long full = Math.min(millisMax, millisMin << Math.min(attempts, 20));
    attempts++;
    return full / 2 + random.nextLong(full / 2 + 1);
  }

  int attempts() {
    return attempts;
  }

  void reset() {
    attempts = 0;
  }
}
