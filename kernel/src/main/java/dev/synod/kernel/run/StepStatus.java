package dev.synod.kernel.run;

import java.util.Set;

/** Lifecycle of a step. */
public enum StepStatus {
  ACTIVE,
  COMPLETED,
  FAULTED,
  CANCELLED;

  /** The statuses that may follow this one. */
  public Set<StepStatus> next() {
    return this == ACTIVE ? Set.of(COMPLETED, FAULTED, CANCELLED) : Set.of();
  }
}
