package dev.synod.server.gateway;

import dev.synod.kernel.barrier.Barrier;
import dev.synod.kernel.proposal.Proposal;
import dev.synod.kernel.run.InboxItem;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.task.Task;
import java.util.List;

/** What a session has to be told. */
public sealed interface SessionSignal {
  /** The task is the session's now. */
  record Assigned(Task task) implements SessionSignal {}

  /** The task is no longer the session's. */
  record Revoked(long task, long token, String reason) implements SessionSignal {}

  /** A proposal on which the session's agent may vote is open, or was decided. */
  record Proposed(Proposal proposal) implements SessionSignal {}

  /** A barrier to which the session's agent is a party has opened or broken. */
  record Settled(Barrier barrier) implements SessionSignal {}

  /**
   * A run that the session drives has something to do.
   *
   * @param whole whether the driver needs all of the run, for its term begins
   * @param items that the driver has not seen in this term
   */
  record Turn(Run run, boolean whole, List<InboxItem> items) implements SessionSignal {}

  /** The run is no longer the session's to drive. */
  record RunRevoked(RunRef run, long term, String reason) implements SessionSignal {}

  /** The session has ended. */
  record Ended(String reason) implements SessionSignal {}
}
