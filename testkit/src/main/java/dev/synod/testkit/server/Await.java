package dev.synod.testkit.server;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits on a condition, with a limit. */
public final class Await {
  private Await() {}

  public static void until(Duration limit, String what, Callable<Boolean> condition) {
    found(limit, what, () -> condition.call() ? Optional.of(true) : Optional.empty());
  }

  /** The first value that the search finds; a later search may find none again. */
  public static <T> T found(Duration limit, String what, Callable<Optional<T>> search) {
    return search(limit, search)
        .orElseThrow(() -> new AssertionError("Expected within " + limit + ": " + what));
  }

  /** Whether the condition came to hold within the limit. */
  public static boolean within(Duration limit, Callable<Boolean> condition) {
    return search(limit, () -> condition.call() ? Optional.of(true) : Optional.empty()).isPresent();
  }

  private static <T> Optional<T> search(Duration limit, Callable<Optional<T>> search) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> found;
      try {
        found = search.call();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      if (found.isPresent() || System.nanoTime() > deadline) {
        return found;
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
