package dev.synod.kernel.task;

/**
 * A claim that a task's lease is still held.
 *
 * @param token of the lease; a later lease has a greater one
 */
public record Fence(long task, long token) {}
