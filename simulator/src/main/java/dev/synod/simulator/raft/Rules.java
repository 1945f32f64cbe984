package dev.synod.simulator.raft;

import dev.synod.kernel.Batch;
import dev.synod.kernel.Kernel;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Step;
import dev.synod.log.Tail;

/**
 * The rules on which the promises rest, each in a place where a test can break it, to see that the
 * break is found.
 */
public class Rules {
  /** A replica that breaks none. */
  public static final Rules KEPT = new Rules();

  protected Rules() {}

  /** Whether a replica that has voted in a term keeps to its vote. */
  protected boolean isVoteKept() {
    return true;
  }

  /** Whether a follower says that it has an entry only once its disk has it. */
  protected boolean isSyncedBeforeAcknowledged() {
    return true;
  }

  /** Whether a leader asks a majority that it still leads before it answers a read. */
  protected boolean isLeadershipConfirmedBeforeReading() {
    return true;
  }

  /** What a replica does with a committed batch. */
  protected Step apply(KernelState state, Batch batch) {
    return Kernel.apply(state, batch);
  }

  /** What a replica tells a watch. */
  protected Tail.Page watch(Tail tail, long revision, int max) {
    return tail.after(revision, max);
  }
}
