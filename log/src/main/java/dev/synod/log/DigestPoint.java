package dev.synod.log;

/**
 * The state's digest after an entry. Replicas that applied the same entries have the same.
 *
 * @param index of the entry
 */
public record DigestPoint(long index, long revision, long digest) {}
