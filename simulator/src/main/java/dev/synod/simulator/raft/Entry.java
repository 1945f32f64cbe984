package dev.synod.simulator.raft;

import dev.synod.kernel.Batch;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the log.
 *
 * @param batch null in an entry of Raft's own, by which a leader begins
 * @param bytes of its encoded form
 */
public record Entry(long term, long index, @Nullable Batch batch, int bytes) {}
