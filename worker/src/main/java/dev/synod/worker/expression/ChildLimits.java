package dev.synod.worker.expression;

import java.time.Duration;

/**
 * What a child may use up for one evaluation.
 *
 * @param heapMebibytes of the whole process
 * @param stackKibibytes of its thread
 * @param time of the processor; ten times as much may pass on a busy machine
 * @param outputSizeMax characters of all results
 */
public record ChildLimits(
    int heapMebibytes, int stackKibibytes, Duration time, long outputSizeMax) {
  public static final ChildLimits DEFAULT =
      new ChildLimits(64, 2_048, Duration.ofSeconds(2), 64 * 1024);
}
