package dev.synod.log.ratis;

import dev.synod.kernel.KernelState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Those who wait for a revision. */
final class RevisionWaiters {
  private final ConcurrentSkipListMap<Long, List<CompletableFuture<KernelState>>> waiting =
      new ConcurrentSkipListMap<>();
  private final Executor completions;

  RevisionWaiters(Executor completions) {
    this.completions = completions;
  }

  CompletableFuture<KernelState> await(
      long revision, Duration timeout, Supplier<KernelState> current) {
    KernelState now = current.get();
    if (now.clock().revision() >= revision) {
      return CompletableFuture.completedFuture(now);
    }
    var future = new CompletableFuture<KernelState>();
    waiting.compute(
        revision,
        (key, others) -> {
          var all = others == null ? new ArrayList<CompletableFuture<KernelState>>(1) : others;
          all.add(future);
          return all;
        });
    future.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    var _ = future.whenComplete((state, failure) -> forgetDone(revision));
    // The revision may have been reached between the first look and the registration.
    reached(current.get());
    return future;
  }

  private void forgetDone(long revision) {
    waiting.computeIfPresent(
        revision,
        (key, others) -> {
          others.removeIf(CompletableFuture::isDone);
          return others.isEmpty() ? null : others;
        });
  }

  /** Completes whoever waits for this state. */
  void reached(KernelState state) {
    long revision = state.clock().revision();
    while (!waiting.isEmpty()) {
      var first = waiting.firstEntry();
      if (first == null || first.getKey() > revision) {
        return;
      }
      var futures = waiting.remove(first.getKey());
      if (futures != null) {
        completions.execute(() -> List.copyOf(futures).forEach(f -> f.complete(state)));
      }
    }
  }
}
