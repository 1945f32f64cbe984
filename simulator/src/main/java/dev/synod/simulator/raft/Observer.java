package dev.synod.simulator.raft;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Step;

/** Sees what happens in replicas, and may throw where it must not. */
public interface Observer {
  /** A replica won an election. */
  void elected(Replica replica, long term);

  /** A replica applied an entry that has a batch. */
  void applied(Replica replica, Entry entry, KernelState before, Step step);

  /** A replica took its state from a snapshot, its own or its leader's. */
  void restored(Replica replica, long index, KernelState state);

  /** A replica throws entries away, from one index on. */
  void truncated(Replica replica, long fromIndex, long committedIndex);
}
