package dev.synod.kernel.session;

import java.util.SortedSet;

/**
 * What a session was opened with.
 *
 * @param namespace of its agent; empty for workers
 * @param capabilities {@code name} and {@code name@version} of all that it may be given
 * @param ttlMillis of silence after which it ends
 */
public record SessionSpec(
    String namespace, SortedSet<String> capabilities, int concurrentTasks, long ttlMillis) {}
