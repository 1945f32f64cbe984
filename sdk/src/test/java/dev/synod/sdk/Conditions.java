package dev.synod.sdk;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads bring about. */
final class Conditions {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Conditions() {}

  static void eventually(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Expected within %s: %s".formatted(LIMIT, what));
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
