package dev.synod.bench.load;

/**
 * What is written.
 *
 * @param keys that are live
 * @param valueBytes of printable ASCII
 * @param seed of keys and values
 */
public record Workload(int keys, int valueBytes, long seed) {}
