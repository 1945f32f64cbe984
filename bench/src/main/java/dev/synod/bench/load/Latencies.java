package dev.synod.bench.load;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** Times of single writes, up to a number; those beyond it are counted only. */
final class Latencies {
  private final long[] nanos;
  private final AtomicInteger count = new AtomicInteger();

  Latencies(int kept) {
    nanos = new long[kept];
  }

  void add(long latencyNanos) {
    int place = count.getAndIncrement();
    if (place < nanos.length) {
      nanos[place] = latencyNanos;
    }
  }

  int count() {
    return count.get();
  }

  /** The latencies that half, and 99 of 100, of the writes kept; milliseconds. */
  Percentiles percentiles() {
    long[] sorted = Arrays.copyOf(nanos, Math.min(count.get(), nanos.length));
    if (sorted.length == 0) {
      throw new IllegalStateException("Expected at least one write in the time, but none ended.");
    }
    Arrays.sort(sorted);
    return new Percentiles(
        sorted[sorted.length / 2] / 1e6, sorted[(int) (sorted.length * 0.99)] / 1e6);
  }

  record Percentiles(double medianMillis, double p99Millis) {}
}
