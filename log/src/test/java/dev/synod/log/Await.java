package dev.synod.log;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits on a condition, with a limit. */
public final class Await {
  private Await() {}

  public static void until(Duration limit, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Expected the condition within " + limit + ".");
      }
      LockSupport.parkNanos(2_000_000);
    }
  }
}
