package dev.synod.kernel.governance;

import dev.synod.kernel.Event;
import dev.synod.kernel.Scope;
import java.util.List;

/** What was told of decisions. */
public sealed interface GovernanceEvent extends Event {
  @Override
  default Scope scope() {
    return Scope.CLUSTER;
  }

  /** Decisions that are to be kept, as {@link GovernanceCommand.RecordDecisions} says. */
  record DecisionsRecorded(List<RecordedDecision> decisions, long dropped)
      implements GovernanceEvent {}
}
