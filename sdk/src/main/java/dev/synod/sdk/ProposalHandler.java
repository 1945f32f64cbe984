package dev.synod.sdk;

import org.jspecify.annotations.Nullable;

/** Votes. */
@FunctionalInterface
public interface ProposalHandler {
  /**
   * Decides on an open proposal, on a virtual thread of its own.
   *
   * @return the vote, or null to cast none
   * @throws Exception where it can't decide; it is logged, and no vote is cast
   */
  @Nullable Vote vote(Proposal proposal) throws Exception;
}
