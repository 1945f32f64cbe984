package dev.synod.sdk;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * An answer to come. It is a {@link CompletableFuture} whose {@code await} methods, unlike {@code
 * join}, heed interruption and throw the {@link SynodException} itself.
 *
 * <p>Continuations run on virtual threads, so that they may block.
 *
 * @param <T> of the answer
 */
public final class Pending<T> extends CompletableFuture<T> {
  private static final Executor VIRTUAL = Executors.newVirtualThreadPerTaskExecutor();

  /** Waits for the answer. */
  public T await() throws InterruptedException {
    try {
      return get();
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  /**
   * Waits for the answer, for a limited time.
   *
   * @throws SynodException with code {@code deadline-exceeded} when the time is over; the request
   *     is not taken back
   */
  public T await(Duration limit) throws InterruptedException {
    try {
      return get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (TimeoutException e) {
      throw new SynodException(
          "deadline-exceeded",
          "Expected an answer within %s, but none came; the request may still take effect."
              .formatted(limit),
          Json.object(),
          e);
    }
  }

  /** This answer, turned into another. */
  public <U> Pending<U> map(Function<? super T, ? extends U> change) {
    Pending<U> mapped = new Pending<>();
    var _ =
        whenComplete(
            (value, failure) -> {
              if (failure != null) {
                mapped.completeExceptionally(cause(failure));
                return;
              }
              try {
                mapped.complete(change.apply(value));
              } catch (RuntimeException e) {
                mapped.completeExceptionally(e);
              }
            });
    return mapped;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new Pending<>();
  }

  @Override
  public Executor defaultExecutor() {
    return VIRTUAL;
  }

  static <T> Pending<T> failed(Throwable failure) {
    Pending<T> pending = new Pending<>();
    pending.completeExceptionally(failure);
    return pending;
  }

  /** Completes on a thread that continuations may block. */
  void settle(T value) {
    VIRTUAL.execute(() -> complete(value));
  }

  /** Fails on a thread that continuations may block. */
  void settleExceptionally(Throwable failure) {
    VIRTUAL.execute(() -> completeExceptionally(failure));
  }

  private static RuntimeException unwrapped(ExecutionException wrapper) {
    Throwable cause = cause(wrapper);
    if (cause instanceof SynodException refused) {
      // The stack of the caller says more than that of the thread that received the answer.
      return new SynodException(refused.code(), message(refused), refused.details(), refused);
    }
    return cause instanceof RuntimeException e ? e : new CompletionException(cause);
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof CancellationException ? new CompletionException(cause) : cause;
  }
}
