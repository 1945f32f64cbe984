package dev.synod.sdk;

/**
 * A claim that a task's lease is still held. A write that carries it is refused with {@code
 * stale-lease} once the task was given to another.
 *
 * @param token of the lease; a later lease of the same task has a greater one
 */
public record Fence(long task, long token) {}
