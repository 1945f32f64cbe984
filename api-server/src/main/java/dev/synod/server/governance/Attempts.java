package dev.synod.server.governance;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Asking again in a moment, where OPA answered by another policy than the one in force. */
final class Attempts {
  private static final int ATTEMPTS_MAX = 40;
  private static final long PAUSE_MILLIS = 50;

  private Attempts() {}

  /**
   * Does work again after a pause.
   *
   * @param attempt the one that was in vain, from 1; after the last there is a {@link
   *     PolicyUnavailableException}
   */
  static <T> CompletableFuture<T> again(int attempt, Supplier<CompletableFuture<T>> work) {
    return attempt < ATTEMPTS_MAX
        ? later(work)
        : CompletableFuture.failedFuture(
            new PolicyUnavailableException(
                "Expected a decision by the policy in force, but OPA has another revision; try again."));
  }

  private static <T> CompletableFuture<T> later(Supplier<CompletableFuture<T>> work) {
    return CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS))
        .thenCompose(paused -> work.get());
  }

  /** Why an attempt failed, without what futures wrap around it. */
  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
