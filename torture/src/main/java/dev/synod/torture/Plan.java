package dev.synod.torture;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run is.
 *
 * @param seed of faults and of clients' choices
 * @param lasts from the first request to the healing of the last fault
 * @param bug that is planted into the servers; empty for none
 * @param directory for the history, the servers' data and logs
 */
public record Plan(long seed, Duration lasts, String bug, Path directory) {}
