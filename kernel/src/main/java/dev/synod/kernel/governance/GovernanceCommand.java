package dev.synod.kernel.governance;

import dev.synod.kernel.Action;
import dev.synod.kernel.Command;
import dev.synod.kernel.Scope;
import java.util.List;

/** What governance tells of its decisions. */
public sealed interface GovernanceCommand extends Command {
  @Override
  default String action() {
    return Action.GOVERNANCE_RECORD;
  }

  @Override
  default Scope scope() {
    return Scope.CLUSTER;
  }

  /**
   * Keeps decisions, so that each denial is part of an entry of the audit trail.
   *
   * @param dropped decisions that came when there was no room for them, since the last record
   */
  record RecordDecisions(List<RecordedDecision> decisions, long dropped)
      implements GovernanceCommand {}
}
