package dev.synod.kernel.proposal;

import dev.synod.kernel.Action;
import dev.synod.kernel.Command;
import dev.synod.kernel.Scope;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.value.Value;

/** Group decisions. */
public sealed interface ProposalCommand extends Command {
  /** Puts a question to the electorate that the group declares for the decision. */
  record OpenProposal(ProposalKey key, Value subject) implements ProposalCommand {
    @Override
    public String action() {
      return Action.PROPOSAL_OPEN;
    }

    @Override
    public Scope scope() {
      return key.group().scope();
    }
  }

  /** Votes, as the agent that the subject is. */
  record CastBallot(GroupRef group, long proposal, String option, String reason)
      implements ProposalCommand {
    @Override
    public String action() {
      return Action.PROPOSAL_BALLOT;
    }

    @Override
    public Scope scope() {
      return group.scope();
    }
  }
}
