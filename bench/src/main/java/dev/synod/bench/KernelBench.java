package dev.synod.bench;

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

/**
 * Time of the kernel per command: a document write as an agent's session sends it (numbered,
 * permitted, with an audit leaf), to a document drawn at random from a thousand, a hundred thousand
 * and a million live ones. One thread, no log, no disk.
 */
public final class KernelBench {
  private static final int WARM_UP_COMMANDS = 60_000;
  private static final int MEASURED_COMMANDS = 100_000;
  private static final int BATCH_COMMANDS = 512;
  private static final long SEED = 42;

  private final PrintStream out;

  private KernelBench(PrintStream out) {
    this.out = out;
  }

  /**
   * Prints the table.
   *
   * @param args numbers of live documents; 1000, 100000 and 1000000 where there are none
   */
  public static void main(String[] args) {
    List<Integer> sizes =
        args.length == 0
            ? List.of(1_000, 100_000, 1_000_000)
            : Arrays.stream(args).map(Integer::valueOf).toList();
    new KernelBench(System.out).run(sizes);
  }

  private void run(List<Integer> sizes) {
    Machine.print(out, "java dev.synod.bench.KernelBench " + sizes);
    out.printf(
        Locale.ROOT,
        "settings: %,d commands after %,d to warm up; single = batches of one command, batched = of %d; seed %d%n%n",
        MEASURED_COMMANDS,
        WARM_UP_COMMANDS,
        BATCH_COMMANDS,
        SEED);
    out.printf(
        "%12s %12s %12s %20s %14s%n",
        "documents", "median µs", "p99 µs", "median µs, batched", "heap MiB");
    for (int size : sizes) {
      measure(size);
    }
  }

  private void measure(int documents) {
    var writes = new DocumentWrites(documents, new Random(SEED));
    KernelState state = writes.filled();
    state = apply(state, writes.batches(WARM_UP_COMMANDS, 1), new long[WARM_UP_COMMANDS]);
    state =
        apply(state, writes.batches(WARM_UP_COMMANDS, BATCH_COMMANDS), new long[WARM_UP_COMMANDS]);
    List<List<Request>> single = writes.batches(MEASURED_COMMANDS, 1);
    List<List<Request>> batched = writes.batches(MEASURED_COMMANDS, BATCH_COMMANDS);
    double heap = heapMebibytes();
    var nanos = new long[single.size()];
    state = apply(state, single, nanos);
    var batchNanos = new long[batched.size()];
    apply(state, batched, batchNanos);
    Arrays.sort(nanos);
    Arrays.sort(batchNanos);
    out.printf(
        Locale.ROOT,
        "%,12d %12.2f %12.2f %20.2f %,14.0f%n",
        documents,
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
