package dev.synod.bench.core;

import dev.synod.bench.load.ClosedLoop;
import dev.synod.bench.load.Workload;
import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param compile for which each server is used before anything is measured
 * @param idle after which memory at rest is taken
 */
record Scale(
    Workload workload,
    List<Integer> outstanding,
    int rounds,
    Duration compile,
    ClosedLoop.Times times,
    Duration idle,
    List<Integer> kernelDocuments,
    int kernelCommands) {
  private static final int VALUE_BYTES = 200;
  private static final long SEED = 42;

  static Scale full(List<Integer> outstanding, int rounds, Duration measured) {
    return new Scale(
        new Workload(100_000, VALUE_BYTES, SEED),
        outstanding,
        rounds,
        Duration.ofSeconds(15),
        new ClosedLoop.Times(Duration.ofSeconds(1), measured),
        Duration.ofSeconds(10),
        List.of(1_000, 100_000, 1_000_000),
        100_000);
  }

  /** For a test of the benchmark itself: the figures say nothing. */
  static Scale quick(List<Integer> outstanding) {
    return new Scale(
        new Workload(5_000, VALUE_BYTES, SEED),
        outstanding,
        1,
        Duration.ofMillis(300),
        new ClosedLoop.Times(Duration.ofMillis(300), Duration.ofMillis(700)),
        Duration.ofSeconds(1),
        List.of(100, 1_000, 10_000),
        5_000);
  }
}
