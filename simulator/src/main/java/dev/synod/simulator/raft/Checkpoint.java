package dev.synod.simulator.raft;

import dev.synod.kernel.KernelState;
import dev.synod.log.Tail;

/** A snapshot: the state behind an entry, with the recent events. */
record Checkpoint(long term, long index, KernelState state, Tail.Content tail) {}
