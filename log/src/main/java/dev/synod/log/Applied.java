package dev.synod.log;

import dev.synod.kernel.Batch;
import dev.synod.kernel.Step;
import dev.synod.kernel.audit.Frontier;

/**
 * One applied entry.
 *
 * @param auditBefore the audit tree before it
 * @param term of the leader who wrote it
 * @param bytes of the entry
 */
public record Applied(Batch batch, Frontier auditBefore, Step step, long term, int bytes) {}
