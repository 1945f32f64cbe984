package dev.synod.log.batching;

import dev.synod.kernel.Code;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.Reply;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Collects the replies of requests that were submitted together. */
public final class Replies implements Pending.Receiver {
  private final @Nullable Reply[] replies;
  private final AtomicInteger missing;
  private final AtomicInteger failed = new AtomicInteger();
  private final CompletableFuture<List<Reply>> all = new CompletableFuture<>();

  public Replies(int count) {
    replies = new Reply[count];
    missing = new AtomicInteger(count);
    if (count == 0) {
      all.complete(List.of());
    }
  }

  /**
   * Completes when every reply is there; exceptionally if nothing at all was submitted because of
   * the failure.
   */
  public CompletableFuture<List<Reply>> future() {
    return all;
  }

  /** A rejection by the log itself. */
  public static Reply rejected(Code code, String message) {
    return new Reply.Rejected(new Rejection(code, message));
  }

  @Override
  public void reply(int position, Reply reply) {
    replies[position] = reply;
    if (missing.decrementAndGet() == 0) {
      all.complete(List.of(Arrays.stream(replies).toArray(Reply[]::new)));
    }
  }

  @Override
  public void failed(int position, RuntimeException cause) {
    if (failed.incrementAndGet() == replies.length) {
      missing.decrementAndGet();
      all.completeExceptionally(cause);
      return;
    }
    reply(
        position,
        rejected(
            Code.UNAVAILABLE, cause.getMessage() == null ? "The log failed." : cause.getMessage()));
  }
}
