package dev.synod.log;

import dev.synod.kernel.Batch;
import dev.synod.kernel.Step;

/**
 * One applied entry.
 *
 * @param term of the leader who wrote it
 * @param bytes of the entry
 */
public record Applied(Batch batch, Step step, long term, int bytes) {}
