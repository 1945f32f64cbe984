package dev.synod.kernel.planted;

/** Planted: a decision by the time of day. */
public final class ReadsTheClock {
  long now() {
    return System.currentTimeMillis();
  }
}
