package dev.synod.kernel.task;

import java.util.Set;

/** Lifecycle of a task. */
public enum TaskStatus {
  QUEUED,
  ASSIGNED,
  COMPLETED,
  FAILED,
  EXPIRED,
  CANCELLED;

  /** The statuses that may follow this one. */
  public Set<TaskStatus> next() {
    return switch (this) {
      case QUEUED -> Set.of(ASSIGNED, EXPIRED, CANCELLED);
      case ASSIGNED -> Set.of(QUEUED, COMPLETED, FAILED, EXPIRED, CANCELLED);
      case COMPLETED, FAILED, EXPIRED, CANCELLED -> Set.of();
    };
  }

  /** Whether nothing follows. */
  public boolean isTerminal() {
    return next().isEmpty();
  }
}
