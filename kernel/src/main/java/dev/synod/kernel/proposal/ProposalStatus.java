package dev.synod.kernel.proposal;

import java.util.Set;

/** Lifecycle of a proposal. */
public enum ProposalStatus {
  OPEN,
  DECIDED;

  /** The statuses that may follow this one. */
  public Set<ProposalStatus> next() {
    return this == OPEN ? Set.of(DECIDED) : Set.of();
  }
}
