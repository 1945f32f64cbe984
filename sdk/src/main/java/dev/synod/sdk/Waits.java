package dev.synod.sdk;

import dev.synod.api.v1.GroupRef;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for things to settle: barriers to open, proposals and tasks to end. What the server sends
 * on the session settles a wait at once; a read at the start, after a reconnection and every two
 * seconds finds what was missed.
 */
final class Waits {
  private static final Duration PERIOD = Duration.ofSeconds(2);

  /** What is waited for. */
  record Key(String kind, String name) {
    static Key barrier(GroupRef group, String barrier, String instance) {
      return new Key(
          "barrier", String.join("/", group.getNamespace(), group.getName(), barrier, instance));
    }

    static Key proposal(long id) {
      return new Key("proposal", Long.toString(id));
    }

    static Key task(long id) {
      return new Key("task", Long.toString(id));
    }
  }

  /**
   * Somebody's wait.
   *
   * @param settled answers the result where the thing has settled, and null where it has not
   * @param isToCome whether what is waited for may not exist yet
   */
  private record Wait<A, T>(
      Pending<T> pending,
      Supplier<Pending<A>> read,
      Function<A, @Nullable T> settled,
      boolean isToCome) {

    void look() {
      if (!pending.isDone()) {
        var _ = read.get().whenComplete(this::offer);
      }
    }

    void offer(@Nullable A found, @Nullable Throwable failure) {
      if (failure instanceof SynodException refused && !isPassing(refused)) {
        pending.settleExceptionally(refused);
      } else if (found != null) {
        offer(found);
      }
    }

    void offer(A found) {
      try {
        T result = settled.apply(found);
        if (result != null) {
          pending.settle(result);
        }
      } catch (SynodException e) {
        pending.settleExceptionally(e);
      }
    }

    private boolean isPassing(SynodException failure) {
      return (isToCome && failure.is(SynodException.NOT_FOUND))
          || failure.is(SynodException.UNAVAILABLE)
          || failure.is(Refusals.REPLICA_DIVERGED)
          || failure.is("deadline-exceeded")
          || failure.is("unauthenticated")
          || failure.is("limit-exceeded");
    }
  }

  private final Map<Key, Set<Wait<?, ?>>> waits = new ConcurrentHashMap<>();

  /**
   * Waits.
   *
   * @param key under which {@link #arrived} tells of it
   * @param settled answers the result where the thing has settled, and null where it has not
   * @param isToCome whether it may not exist yet
   */
  <A, T> Pending<T> until(
      Key key, Supplier<Pending<A>> read, Function<A, @Nullable T> settled, boolean isToCome) {
    var wait = new Wait<>(new Pending<T>(), read, settled, isToCome);
    waits.compute(
        key,
        (_, others) -> {
          Set<Wait<?, ?>> all = others == null ? ConcurrentHashMap.newKeySet() : others;
          all.add(wait);
          return all;
        });
    var _ = wait.pending().whenComplete((_, _) -> forget(key, wait));
    wait.look();
    again(wait);
    return wait.pending();
  }

  /** The server told of something. */
  <A> void arrived(Key key, A found) {
    var waiting = waits.get(key);
    if (waiting != null) {
      for (Wait<?, ?> wait : waiting) {
        // A key stands for things of one type.
        @SuppressWarnings("unchecked")
        Wait<A, ?> typed = (Wait<A, ?>) wait;
        typed.offer(found);
      }
    }
  }

  /** Looks at everything again, because something may have been missed. */
  void lookAgain() {
    each(Wait::look);
  }

  /** Fails all waits. */
  void fail(SynodException cause) {
    each(wait -> wait.pending().settleExceptionally(cause));
  }

  private void each(Consumer<Wait<?, ?>> action) {
    for (var waiting : waits.values()) {
      waiting.forEach(action);
    }
  }

  private void again(Wait<?, ?> wait) {
    CompletableFuture.delayedExecutor(
            PERIOD.toMillis(), TimeUnit.MILLISECONDS, wait.pending().defaultExecutor())
        .execute(
            () -> {
              if (!wait.pending().isDone()) {
                wait.look();
                again(wait);
              }
            });
  }

  private void forget(Key key, Wait<?, ?> wait) {
    waits.computeIfPresent(
        key,
        (_, others) -> {
          others.remove(wait);
          return others.isEmpty() ? null : others;
        });
  }
}
