package dev.synod.log.batching;

import java.util.function.LongSupplier;

/**
 * Batch time, Unix milliseconds: the wall clock is read once, when leading begins, and advanced by
 * the monotonic clock from there, so that stepping the wall clock of a leader moves no deadline. It
 * never runs backwards, and never stands still: where an earlier leader's wall clock was ahead,
 * time goes on from the state's, for nothing would fall due until the wall clock had caught up. How
 * far one batch may move the state's time is capped by the kernel.
 *
 * <p>A replica that followed a leader knows without its wall clock how much time has passed since
 * that leader's last entry. When it leads, its wall clock may say up to {@value #AHEAD_MILLIS_MAX}
 * ms more than that, so that small differences are made up for, and one that is wrong by an hour
 * makes nothing fall due. Only a replica that has just started has its wall clock alone to go by.
 */
public final class LeaderClock {
  /** How far time may be moved ahead by the wall clock of a replica that followed a leader. */
  public static final long AHEAD_MILLIS_MAX = 5_000;

  private final LongSupplier wallMillis;
  private final LongSupplier monotonicNanos;
  private long originMillis;
  private long originNanos;
  private long lastMillis;
  private boolean hasFollowed;
  private long followedMillis;
  private long followedNanos;

  public LeaderClock() {
    this(System::currentTimeMillis, System::nanoTime);
  }

  /** A clock on other sources, for tests and simulations. */
  public LeaderClock(LongSupplier wallMillis, LongSupplier monotonicNanos) {
    this.wallMillis = wallMillis;
    this.monotonicNanos = monotonicNanos;
    lead(0);
  }

  /**
   * The present leader's entry has just arrived, and been applied.
   *
   * @param stateMillis the state's time after it
   */
  public synchronized void followed(long stateMillis) {
    hasFollowed = true;
    followedMillis = stateMillis;
    followedNanos = monotonicNanos.getAsLong();
  }

  /** Begins a leadership over a state of the given time. */
  public synchronized void lead(long stateMillis) {
    lastMillis = Math.max(lastMillis, stateMillis);
    originNanos = monotonicNanos.getAsLong();
    if (hasFollowed) {
      long passedMillis = (originNanos - followedNanos) / 1_000_000;
      lastMillis = Math.max(lastMillis, followedMillis + passedMillis);
      originMillis = Math.clamp(wallMillis.getAsLong(), lastMillis, lastMillis + AHEAD_MILLIS_MAX);
    } else {
      originMillis = Math.max(wallMillis.getAsLong(), lastMillis);
    }
  }

  /** The time for the next batch. */
  public synchronized long nextMillis() {
    long elapsedMillis = (monotonicNanos.getAsLong() - originNanos) / 1_000_000;
    lastMillis = Math.max(lastMillis, originMillis + elapsedMillis);
    return lastMillis;
  }
}
