package dev.synod.log.ratis;

import dev.synod.kernel.KernelState;
import dev.synod.log.DigestPoint;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Remembers the digest after the first command entry of each stretch of log indexes, the same ones
 * on every replica whatever else the log holds.
 */
final class DigestPoints {
  private static final int STRETCH = 1_024;
  private static final int KEPT = 64;

  private final ArrayDeque<DigestPoint> points = new ArrayDeque<>();
  private long lastStretch = -1;

  /** The stretch of a restored entry is over: its first command entry may be in the past. */
  synchronized void restored(long index) {
    lastStretch = index / STRETCH;
  }

  void applied(long index, KernelState state) {
    if (index / STRETCH > lastStretch) {
      lastStretch = index / STRETCH;
      add(new DigestPoint(index, state.clock().revision(), state.digest()));
    }
  }

  private synchronized void add(DigestPoint point) {
    points.addLast(point);
    if (points.size() > KEPT) {
      points.removeFirst();
    }
  }

  synchronized List<DigestPoint> all() {
    return List.copyOf(points);
  }
}
