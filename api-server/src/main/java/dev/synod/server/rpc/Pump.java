package dev.synod.server.rpc;

import dev.synod.kernel.Recorded;
import dev.synod.log.Tail;
import dev.synod.server.governance.Basis;
import dev.synod.server.governance.Right;
import dev.synod.server.identity.UnauthenticatedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log's tail for one call until it ends or its right does; runs on the thread that
 * calls it.
 */
final class Pump<T> {
  private static final int PAGE = 1_024;
  private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long RIGHTS_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long WAIT_MILLIS = 500;

  private final RpcContext context;
  private final Outbound<T> out;
  private final Right right;

  /** What the call is told. */
  interface Content {
    /** Tells what is there at the beginning, and answers the revision after which events follow. */
    long begin();

    /** Tells what events mean, and answers whether the call goes on. */
    boolean events(List<Recorded> events);

    /** All events up to the revision were told. */
    void progress(long revision);

    /**
     * Events after the revision are gone; answers from where to go on, or throws to end the call.
     */
    long compacted();
  }

  Pump(RpcContext context, Outbound<T> out, Right right) {
    this.context = context;
    this.out = out;
    this.right = right;
  }

  void run(Content content) {
    try {
      follow(content);
      out.complete();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      out.complete();
    } catch (ExecutionException e) {
      out.fail(context.statuses().status(e));
    } catch (RuntimeException e) {
      out.fail(context.statuses().status(e));
    }
  }

  private void follow(Content content) throws InterruptedException, ExecutionException {
    Tail tail = context.log().tail();
    Basis basis = context.governance().basis(right.scope());
    long checkedAt = System.nanoTime();
    long revision = content.begin();
    content.progress(revision);
    long marked = revision;
    long markedAt = System.nanoTime();
    CompletableFuture<Void> grown = tail.beyond(revision);
    while (!out.isClosed()) {
      Basis present = context.governance().basis(right.scope());
      long now = System.nanoTime();
      if (!present.equals(basis) || now - checkedAt >= RIGHTS_NANOS) {
        basis = present;
        checkedAt = now;
        RuntimeException lost = lostRight();
        if (lost != null) {
          out.cut(lost);
          return;
        }
      }
      Tail.Page page = tail.after(revision, PAGE);
      if (page.compacted()) {
        revision = content.compacted();
        grown = tail.beyond(revision);
      } else if (!page.events().isEmpty()) {
        revision = page.events().getLast().revision();
        if (!content.events(page.events())) {
          return;
        }
        grown = tail.beyond(revision);
      }
      if (revision > marked && now - markedAt >= PROGRESS_NANOS) {
        content.progress(revision);
        marked = revision;
        markedAt = now;
      }
      if (page.events().isEmpty() && !page.compacted()) {
        await(grown);
      }
    }
  }

  private static void await(CompletableFuture<Void> grown)
      throws InterruptedException, ExecutionException {
    try {
      grown.get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Nothing has happened; the caller looks around and waits on.
    }
  }

  /** Why the caller may not be shown more; null where it may. */
  private @Nullable RuntimeException lostRight() throws InterruptedException {
    if (context.authenticator().isExpired(right.subject())) {
      return context
          .statuses()
          .status(new UnauthenticatedException("The token has expired; come back with a new one."));
    }
    try {
      var _ = context.governance().toRead(right).get();
      return null;
    } catch (ExecutionException e) {
      return context.statuses().status(e);
    }
  }
}
