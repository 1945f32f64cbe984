package dev.synod.kernel.run;

import java.util.Set;

/** Lifecycle of a run. */
public enum RunPhase {
  RUNNING,
  SUCCEEDED,
  FAULTED,
  CANCELLED;

  /** The phases that may follow this one. */
  public Set<RunPhase> next() {
    return this == RUNNING ? Set.of(SUCCEEDED, FAULTED, CANCELLED) : Set.of();
  }
}
