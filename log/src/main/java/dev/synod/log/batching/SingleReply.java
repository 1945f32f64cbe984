package dev.synod.log.batching;

import dev.synod.kernel.Reply;
import java.util.concurrent.CompletableFuture;

/** Takes the reply of a request that was submitted alone. */
public final class SingleReply implements Pending.Receiver {
  private final CompletableFuture<Reply> future = new CompletableFuture<>();

  public CompletableFuture<Reply> future() {
    return future;
  }

  @Override
  public void reply(int position, Reply reply) {
    future.complete(reply);
  }

  @Override
  public void failed(int position, RuntimeException cause) {
    future.completeExceptionally(cause);
  }
}
