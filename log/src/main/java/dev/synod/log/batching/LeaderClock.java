package dev.synod.log.batching;

import java.util.function.LongSupplier;

/**
 * Batch time, Unix milliseconds: the wall clock is read once, when leading begins, and advanced by
 * the monotonic clock from there, so that stepping the wall clock of a leader moves no deadline. It
 * never runs backwards, and never stands still: where an earlier leader's wall clock was ahead,
 * time goes on from the state's, for nothing would fall due until the wall clock had caught up. How
 * far one batch may move the state's time is capped by the kernel.
 */
public final class LeaderClock {
  private final LongSupplier wallMillis;
  private final LongSupplier monotonicNanos;
  private long originMillis;
  private long originNanos;
  private long lastMillis;

  public LeaderClock() {
    this(System::currentTimeMillis, System::nanoTime);
  }

  /** A clock on other sources, for tests and simulations. */
  public LeaderClock(LongSupplier wallMillis, LongSupplier monotonicNanos) {
    this.wallMillis = wallMillis;
    this.monotonicNanos = monotonicNanos;
    lead(0);
  }

  /** Begins a leadership over a state of the given time. */
  public synchronized void lead(long stateMillis) {
    lastMillis = Math.max(lastMillis, stateMillis);
    originMillis = Math.max(wallMillis.getAsLong(), lastMillis);
    originNanos = monotonicNanos.getAsLong();
  }

  /** The time for the next batch. */
  public synchronized long nextMillis() {
    long elapsedMillis = (monotonicNanos.getAsLong() - originNanos) / 1_000_000;
    lastMillis = Math.max(lastMillis, originMillis + elapsedMillis);
    return lastMillis;
  }
}
