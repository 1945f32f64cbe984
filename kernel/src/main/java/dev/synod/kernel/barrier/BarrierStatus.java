package dev.synod.kernel.barrier;

import java.util.Set;

/** Lifecycle of a barrier's instance. */
public enum BarrierStatus {
  WAITING,
  OPEN,
  BROKEN;

  /** The statuses that may follow this one. */
  public Set<BarrierStatus> next() {
    return switch (this) {
      case WAITING -> Set.of(OPEN, BROKEN);
      case OPEN, BROKEN -> Set.of();
    };
  }
}
