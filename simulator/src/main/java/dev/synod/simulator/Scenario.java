package dev.synod.simulator;

import java.time.Duration;

/**
 * What is simulated.
 *
 * @param seed from which everything follows
 * @param duration simulated time with faults; a quiet half minute follows it
 * @param replicas 1, 3 or 5
 * @param hasFaults whether anything goes wrong
 */
public record Scenario(long seed, Duration duration, int replicas, boolean hasFaults) {
  private static final int REPLICAS_MAX = 5;

  public Scenario {
    if (replicas < 1 || replicas > REPLICAS_MAX || replicas % 2 == 0) {
      throw new IllegalArgumentException(
          "Expected 1, 3 or 5 replicas, but found " + replicas + ".");
    }
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          "Expected some time to simulate, but found " + duration + ".");
    }
  }

  /** Three replicas, with faults. */
  public static Scenario of(long seed, Duration duration) {
    return new Scenario(seed, duration, 3, true);
  }
}
