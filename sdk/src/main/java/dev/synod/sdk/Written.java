package dev.synod.sdk;

/**
 * A request took effect.
 *
 * @param revision of the last event that it caused; a read with this as {@code minRevision} sees it
 * @param id of what it created (a task, a proposal), or 0
 */
public record Written(long revision, long id) {}
