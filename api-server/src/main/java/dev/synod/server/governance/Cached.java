package dev.synod.server.governance;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A decision while it is made and while it holds, and the permit that was logged for it once one
 * was needed.
 */
final class Cached {
  private final CompletableFuture<Ruling> ruling = new CompletableFuture<>();
  private final AtomicReference<@Nullable CompletableFuture<Long>> permit = new AtomicReference<>();
  private final AtomicBoolean renewing = new AtomicBoolean();
  private volatile long expiresAtNanos = System.nanoTime();

  /**
   * What is decided for all requests of a kind.
   *
   * @param left policies that look at the content of each, and have not been asked
   */
  record Ruling(Decision decision, List<Applicable> left) {}

  CompletableFuture<Ruling> ruling() {
    return ruling;
  }

  /** What was decided, or why nothing could be, and until when that holds. */
  void settle(@Nullable Ruling decided, @Nullable Throwable failure, long untilNanos) {
    // First, for whoever waits for the ruling logs a permit for as long.
    expiresAtNanos = untilNanos;
    if (decided == null) {
      ruling.completeExceptionally(
          failure == null ? new IllegalStateException("Expected a ruling or a failure.") : failure);
    } else {
      ruling.complete(decided);
    }
  }

  boolean isExpired(long nowNanos) {
    return ruling.isDone() && leftNanos(nowNanos) <= 0;
  }

  /** Time that the decision still holds. */
  long leftNanos(long nowNanos) {
    return expiresAtNanos - nowNanos;
  }

  /** Whether the caller is the one to renew it. */
  boolean claimRenewal() {
    return renewing.compareAndSet(false, true);
  }

  void giveUpRenewal() {
    renewing.set(false);
  }

  /** The logged permit, logging it on the first call and again after a failure. */
  CompletableFuture<Long> permit(Supplier<CompletableFuture<Long>> log) {
    CompletableFuture<Long> present = permit.get();
    if (present != null && !present.isCompletedExceptionally()) {
      return present;
    }
    var mine = new CompletableFuture<Long>();
    if (!permit.compareAndSet(present, mine)) {
      return permit(log);
    }
    var _ =
        CompletableFuture.completedFuture(log)
            .thenCompose(Supplier::get)
            .whenComplete(
                (id, failure) -> {
                  if (failure == null) {
                    mine.complete(id);
                  } else {
                    mine.completeExceptionally(failure);
                  }
                });
    return mine;
  }
}
