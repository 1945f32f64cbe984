package dev.synod.bench.core;

import dev.synod.kernel.value.Value;
import dev.synod.worker.expression.ChildLimits;
import dev.synod.worker.expression.ExpressionPool;
import dev.synod.workflow.expression.ExpressionException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Evaluates, one after the other on each of a worker's children, expressions that take all they can
 * get.
 */
final class Bombs implements AutoCloseable {
  /** As many as a worker has by default. */
  static final int CHILDREN = 2;

  private static final List<String> EXPRESSIONS = List.of("[range(1e9)]", "def f: f; f");
  private static final long STOP_SECONDS_MAX = 60;

  private final ExpressionPool pool;
  private final ExecutorService threads = Executors.newFixedThreadPool(CHILDREN);
  private final AtomicInteger ended = new AtomicInteger();
  private final CountDownLatch running = new CountDownLatch(CHILDREN);
  private volatile boolean stopped;

  /** Returns when the children are at it. */
  Bombs() throws InterruptedException {
    pool = new ExpressionPool(CHILDREN, ChildLimits.DEFAULT, limit -> ended.incrementAndGet());
    for (int i = 0; i < CHILDREN; i++) {
      threads.execute(this::run);
    }
    running.await();
  }

  private void run() {
    evaluate(".");
    running.countDown();
    for (int i = 0; !stopped; i++) {
      evaluate(EXPRESSIONS.get(i % EXPRESSIONS.size()));
    }
  }

  private void evaluate(String expression) {
    try {
      var _ = pool.evaluate(List.of(expression), Value.of(1), Map.of(), 0);
    } catch (ExpressionException e) {
      // Each of them ends at a limit; that they do is counted by it.
    }
  }

  /** How many ended at a limit of theirs. */
  int ended() {
    return ended.get();
  }

  @Override
  public void close() {
    stopped = true;
    threads.shutdown();
    try {
      var _ = threads.awaitTermination(STOP_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pool.close();
  }
}
