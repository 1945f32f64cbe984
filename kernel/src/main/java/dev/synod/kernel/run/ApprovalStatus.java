package dev.synod.kernel.run;

import java.util.Set;

/** Lifecycle of an approval. */
public enum ApprovalStatus {
  PENDING,
  APPROVED,
  REJECTED,
  TIMED_OUT,
  WITHDRAWN;

  /** The statuses that may follow this one. */
  public Set<ApprovalStatus> next() {
    return this == PENDING ? Set.of(APPROVED, REJECTED, TIMED_OUT, WITHDRAWN) : Set.of();
  }
}
