package dev.synod.server.rpc;

import dev.synod.api.v1.Rejection;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.vertx.core.Context;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The way out of one call. Any thread may send; frames leave in order on the call's own event loop,
 * as fast as the consumer takes them. One that lets too many pile up is dropped.
 */
final class Outbound<T> {
  private static final int WAITING_MAX = 65_536;

  private final ServerCallStreamObserver<T> call;
  private final Context eventLoop;
  private final ArrayDeque<T> waiting = new ArrayDeque<>();
  private @Nullable RuntimeException end;
  private boolean completes;
  private volatile boolean cut;
  private boolean scheduled;
  private volatile boolean closed;

  Outbound(StreamObserver<T> observer, Context eventLoop) {
    this.call = (ServerCallStreamObserver<T>) observer;
    this.eventLoop = eventLoop;
    call.setOnReadyHandler(this::drainSoon);
    call.setOnCancelHandler(() -> closed = true);
    var _ = Departures.of(eventLoop).thenRun(() -> closed = true);
  }

  /** Whether nothing more can be sent. */
  boolean isClosed() {
    return closed;
  }

  void send(T frame) {
    synchronized (this) {
      if (closed || completes) {
        return;
      }
      if (waiting.size() >= WAITING_MAX) {
        waiting.clear();
        end =
            Statuses.status(
                Rejection.newBuilder()
                    .setCode("limit-exceeded")
                    .setMessage(
                        "Expected a consumer that keeps up, but %d frames wait. Come back and resume."
                            .formatted(WAITING_MAX))
                    .build());
        completes = true;
      } else {
        waiting.add(frame);
      }
    }
    drainSoon();
  }

  /** Ends the call well, after all that was sent. */
  void complete() {
    synchronized (this) {
      completes = true;
    }
    drainSoon();
  }

  /** Ends the call with a failure, after all that was sent. */
  void fail(RuntimeException failure) {
    synchronized (this) {
      if (!completes) {
        completes = true;
        end = failure;
      }
    }
    drainSoon();
  }

  /** Ends the call with a failure at once: what waits is not for the consumer any more. */
  void cut(RuntimeException failure) {
    synchronized (this) {
      if (!completes) {
        completes = true;
        end = failure;
        waiting.clear();
        cut = true;
      }
    }
    drainSoon();
  }

  private void drainSoon() {
    synchronized (this) {
      if (scheduled || closed) {
        return;
      }
      scheduled = true;
    }
    eventLoop.runOnContext(ignored -> drain());
  }

  private void drain() {
    synchronized (this) {
      scheduled = false;
    }
    while (!closed && (cut || call.isReady())) {
      T next;
      synchronized (this) {
        next = waiting.poll();
        if (next == null) {
          finishIfComplete();
          return;
        }
      }
      call.onNext(next);
    }
  }

  private void finishIfComplete() {
    if (!completes || closed) {
      return;
    }
    closed = true;
    if (end == null) {
      call.onCompleted();
    } else {
      call.onError(end);
    }
  }
}
