package dev.synod.bench.kernel;

import dev.synod.bench.report.Machine;
import dev.synod.bench.report.Report;
import dev.synod.kernel.Batch;
import dev.synod.kernel.Kernel;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Request;
import dev.synod.kernel.Step;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Time of the kernel per command: a document write as an agent's session sends it (numbered,
 * permitted, with an audit leaf), to a document drawn at random from a thousand, a hundred thousand
 * and a million live ones. One thread, no log, no disk.
 */
@Command(name = "kernel", description = "Time of the kernel per command.")
public final class KernelBench implements Callable<Integer> {
  private static final int BATCH_COMMANDS = 512;
  private static final long SEED = 42;

  @Option(
      names = "--documents",
      split = ",",
      description = "Numbers of live documents.",
      defaultValue = "1000,100000,1000000")
  private List<Integer> sizes;

  @Option(names = "--commands", description = "Measured.", defaultValue = "100000")
  private int commands;

  @Override
  public Integer call() {
    Machine.print(
        System.out, "bench kernel --documents %s --commands %d".formatted(sizes, commands));
    print(System.out, sizes, commands);
    return 0;
  }

  /** Measures, and prints the table with its settings. */
  public static void print(PrintStream out, List<Integer> sizes, int commands) {
    var report =
        new Report(
            "live documents",
            "median µs",
            "p99 µs",
            "median µs, batched",
            "median to that of the first row",
            "heap MiB");
    double first = 0;
    for (int documents : sizes) {
      Figures figures = measure(documents, commands);
      first = first == 0 ? figures.medianMicros : first;
      report.row(
          documents,
          figures.medianMicros,
          figures.p99Micros,
          figures.batchedMicros,
          figures.medianMicros / first,
          figures.heapMebibytes);
    }
    report.print(
        out,
        String.format(
            Locale.ROOT,
            "Kernel time per command: %,d commands after as many to warm up, one thread; median and p99 of batches of one command, batched of %d; seed %d. Aim: 10 µs, a million at most twice a thousand.",
            commands,
            BATCH_COMMANDS,
            SEED));
  }

  private record Figures(
      double medianMicros, double p99Micros, double batchedMicros, double heapMebibytes) {}

  private static Figures measure(int documents, int commands) {
    var writes = new DocumentWrites(documents, new Random(SEED));
    KernelState state = writes.filled();
    state = apply(state, writes.batches(commands, 1), new long[commands]);
    state = apply(state, writes.batches(commands, BATCH_COMMANDS), new long[commands]);
    List<List<Request>> single = writes.batches(commands, 1);
    List<List<Request>> batched = writes.batches(commands, BATCH_COMMANDS);
    double heap = heapMebibytes();
    var nanos = new long[single.size()];
    state = apply(state, single, nanos);
    var batchNanos = new long[batched.size()];
    apply(state, batched, batchNanos);
    Arrays.sort(nanos);
    Arrays.sort(batchNanos);
    return new Figures(
        nanos[nanos.length / 2] / 1000.0,
        nanos[nanos.length / 100 * 99] / 1000.0,
        batchNanos[batchNanos.length / 2] / 1000.0 / BATCH_COMMANDS,
        heap);
  }

  /** Applies batches, and notes the time of each. */
  private static KernelState apply(KernelState start, List<List<Request>> batches, long[] nanos) {
    KernelState state = start;
    int place = 0;
    for (List<Request> requests : batches) {
      var batch = new Batch(state.clock().index() + 1, state.clock().timeMillis() + 1, requests);
      long begin = System.nanoTime();
      Step step = Kernel.apply(state, batch);
      nanos[place++] = System.nanoTime() - begin;
      DocumentWrites.check(step);
      state = step.state();
    }
    return state;
  }

  private static double heapMebibytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / (1024.0 * 1024.0);
  }
}
