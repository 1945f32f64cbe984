package dev.synod.bench.load;

import dev.synod.bench.server.Usage;
import dev.synod.bench.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Keeps a number of writes outstanding: the end of each is the begin of the next. */
public final class ClosedLoop {
  private static final int BURSTS = 4;
  private static final int LATENCIES_KEPT = 8_000_000;
  private static final int VALUES = 1_024;
  private static final int KEYS_DRAWN = 1 << 20;
  private static final long END_SECONDS_MAX = 60;

  private final Store store;
  private final int outstanding;
  private final IntUnaryOperator keys;
  private final int writesMax;
  private final byte[][] values;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final CountDownLatch ended;
  private volatile boolean stopped;
  private volatile @Nullable Latencies recording;

  /** How long to run before and while it is measured. */
  public record Times(Duration warmUp, Duration measured) {}

  /**
   * A load that has not begun.
   *
   * @param keys the key of each write by its number
   * @param writesMax after which it ends by itself
   */
  private ClosedLoop(
      Store store, int outstanding, IntUnaryOperator keys, int writesMax, byte[][] values) {
    this.store = store;
    this.outstanding = outstanding;
    this.keys = keys;
    this.writesMax = writesMax;
    this.values = values;
    this.ended = new CountDownLatch(outstanding);
  }

  /** Writes each of the keys from 0 on once. */
  public static void fill(Store store, int outstanding, Workload workload)
      throws InterruptedException, IOException {
    var loop =
        new ClosedLoop(store, outstanding, number -> number, workload.keys(), values(workload));
    loop.begin();
    loop.awaitEnd();
  }

  /** Writes to keys drawn at random for a time, so that the servers' code and ours is compiled. */
  public static void warmUp(Store store, int outstanding, Workload workload, Duration time)
      throws InterruptedException, IOException {
    ClosedLoop loop = random(store, outstanding, workload);
    loop.begin();
    loop.pass(time);
    loop.stopped = true;
    loop.awaitEnd();
  }

  /** Measures writes to keys drawn at random. */
  public static Sample measure(
      Store store, Usage server, int outstanding, Workload workload, Times times)
      throws InterruptedException, IOException {
    ClosedLoop loop = random(store, outstanding, workload);
    loop.begin();
    loop.pass(times.warmUp());
    var latencies = new Latencies(LATENCIES_KEPT);
    double cpuBefore = server.cpuSeconds();
    long before = System.nanoTime();
    loop.recording = latencies;
    loop.pass(times.measured());
    loop.recording = null;
    double seconds = (System.nanoTime() - before) / 1e9;
    double cpu = server.cpuSeconds() - cpuBefore;
    double rss = server.rssMebibytes();
    loop.stopped = true;
    loop.awaitEnd();
    Latencies.Percentiles percentiles = latencies.percentiles();
    return new Sample(
        store.name(),
        outstanding,
        latencies.count() / seconds,
        percentiles.medianMillis(),
        percentiles.p99Millis(),
        cpu / latencies.count() * 100_000,
        rss);
  }

  private static ClosedLoop random(Store store, int outstanding, Workload workload) {
    int[] drawn = new Random(workload.seed()).ints(KEYS_DRAWN, 0, workload.keys()).toArray();
    return new ClosedLoop(
        store,
        outstanding,
        number -> drawn[number & (KEYS_DRAWN - 1)],
        Integer.MAX_VALUE,
        values(workload));
  }

  private static byte[][] values(Workload workload) {
    var random = new Random(workload.seed());
    var values = new byte[VALUES][];
    for (int i = 0; i < VALUES; i++) {
      values[i] = new byte[workload.valueBytes()];
      for (int j = 0; j < values[i].length; j++) {
        values[i][j] = (byte) ('a' + random.nextInt('z' - 'a' + 1));
      }
    }
    return values;
  }

  /** Begins in a few bursts, so that a client that packs doesn't pack all into one. */
  private void begin() {
    for (int i = 0; i < outstanding; i++) {
      new Write().begin();
      if ((i + 1) % Math.max(1, outstanding / BURSTS) == 0) {
        store.flush();
      }
    }
    store.flush();
  }

  private void pass(Duration time) throws InterruptedException, IOException {
    if (ended.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      check();
      throw new IOException("Expected writes to go on, but all ended.");
    }
  }

  private void awaitEnd() throws InterruptedException, IOException {
    if (!ended.await(END_SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new IOException(
          "Expected %s to answer all writes within 60 s, but %d are left."
              .formatted(store.name(), ended.getCount()));
    }
    check();
  }

  private void check() throws IOException {
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IOException(
          "Expected %s to take all writes, but: %s".formatted(store.name(), cause), cause);
    }
  }

  /** One of the writes that are outstanding. */
  private final class Write implements Store.Done {
    private long beganAtNanos;

    void begin() {
      int number = begun.getAndIncrement();
      if (stopped || number >= writesMax) {
        ended.countDown();
        return;
      }
      beganAtNanos = System.nanoTime();
      store.put(keys.applyAsInt(number & Integer.MAX_VALUE), values[number & (VALUES - 1)], this);
    }

    @Override
    public void done(@Nullable Throwable cause) {
      Latencies present = recording;
      if (present != null) {
        present.add(System.nanoTime() - beganAtNanos);
      }
      if (cause != null) {
        failure.compareAndSet(null, cause);
        stopped = true;
      }
      begin();
    }
  }
}
