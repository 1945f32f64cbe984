package dev.synod.kernel.proposal;

import dev.synod.kernel.Event;
import dev.synod.kernel.Scope;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.run.StepRef;
import org.jspecify.annotations.Nullable;

/** What happened to proposals. */
public sealed interface ProposalEvent extends Event {
  GroupRef group();

  @Override
  default Scope scope() {
    return group().scope();
  }

  record ProposalOpened(long id, ProposalKey key, Proposal.Terms terms, @Nullable StepRef waiter)
      implements ProposalEvent {
    @Override
    public GroupRef group() {
      return key.group();
    }
  }

  record BallotCast(GroupRef group, long id, String agent, String option, String reason)
      implements ProposalEvent {}

  record ProposalDecided(GroupRef group, long id, String outcome, String reason)
      implements ProposalEvent {}

  record ProposalForgotten(GroupRef group, long id) implements ProposalEvent {}
}
