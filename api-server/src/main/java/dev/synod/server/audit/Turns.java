package dev.synod.server.audit;

import dev.synod.kernel.Code;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * So many callers are served at once, for as long as they read. One more waits a while and is then
 * refused, before a byte is written.
 */
final class Turns {
  private final Semaphore free;
  private final int max;
  private final Duration wait;
  private final String what;

  /** What is done in a turn. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /**
   * @param what is bounded, in the plural, with its setting
   */
  Turns(int max, Duration wait, String what) {
    this.free = new Semaphore(max);
    this.max = max;
    this.wait = wait;
    this.what = what;
  }

  /**
   * Does work once it may.
   *
   * @throws TrailException if too many others are served, and go on being served
   */
  void take(Work work) throws IOException {
    try {
      if (!free.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TrailException(
            Code.LIMIT_EXCEEDED,
            "Expected at most %d %s at once, but this replica has as many; try again later, or at another replica."
                .formatted(max, what));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted before there was a turn.", e);
    }
    try {
      work.run();
    } finally {
      free.release();
    }
  }
}
