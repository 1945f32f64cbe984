package dev.synod.log.ratis;

import dev.synod.kernel.Batch;
import dev.synod.kernel.Outcome;
import dev.synod.kernel.Reply;
import dev.synod.log.batching.Pending;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** An entry between its submission and its replies. */
final class InFlight {
  private final long callId;
  private final Batch batch;
  private final List<Pending> requests;
  private final AtomicBoolean settled = new AtomicBoolean();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private volatile boolean mayBeInLog;

  InFlight(long callId, Batch batch, List<Pending> requests) {
    this.callId = callId;
    this.batch = batch;
    this.requests = requests;
  }

  long callId() {
    return callId;
  }

  /** The decoded entry, at the index that it got. */
  Batch batchAt(long index) {
    return new Batch(index, batch.timeMillis(), batch.requests());
  }

  /** From now on nobody can promise that the entry had no effect. */
  void appending() {
    mayBeInLog = true;
  }

  /** The log gave the entry back before it was written. */
  void withdrawn() {
    mayBeInLog = false;
  }

  boolean mayBeInLog() {
    return mayBeInLog;
  }

  /** Completes when the place of the entry is free. */
  CompletableFuture<Void> done() {
    return done;
  }

  /**
   * Takes the outcomes, from which the replies are given by {@link #reply}; false if it was settled
   * before.
   */
  boolean settle() {
    boolean first = settled.compareAndSet(false, true);
    if (first) {
      done.complete(null);
    }
    return first;
  }

  void reply(List<Outcome> outcomes) {
    for (int i = 0; i < requests.size(); i++) {
      requests.get(i).reply(outcomes.get(i).reply());
    }
  }

  void replyAll(Reply reply) {
    requests.forEach(request -> request.reply(reply));
  }

  void forEach(Consumer<Pending> action) {
    requests.forEach(action);
  }
}
