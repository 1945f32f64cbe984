package dev.synod.server;

import dev.synod.api.v1.ClientFrame;
import dev.synod.api.v1.Rejection;
import dev.synod.api.v1.Replies;
import dev.synod.api.v1.Reply;
import dev.synod.api.v1.Request;
import dev.synod.api.v1.Requests;
import dev.synod.api.v1.ServerFrame;
import dev.synod.api.v1.ServerFrame.FrameCase;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A session stream as it is on the wire. */
public final class Frames implements StreamObserver<ServerFrame>, AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 20;

  private final BlockingQueue<ServerFrame> received = new LinkedBlockingQueue<>();
  private final List<ServerFrame> kept = new ArrayList<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private StreamObserver<ClientFrame> out;

  Frames() {}

  void to(StreamObserver<ClientFrame> observer) {
    out = observer;
  }

  /** Opens a session that outlives a broken stream by a minute. */
  public ServerFrame.Opened open(String namespace, String agent) throws InterruptedException {
    return open(
        ClientFrame.Open.newBuilder()
            .setNamespace(namespace)
            .setAgent(agent)
            .setTtlMillis(60_000)
            .build());
  }

  public ServerFrame.Opened open(ClientFrame.Open open) throws InterruptedException {
    send(ClientFrame.newBuilder().setOpen(open).build());
    return next(FrameCase.OPENED).getOpened();
  }

  public ServerFrame.Opened resume(String namespace, long session) throws InterruptedException {
    send(
        ClientFrame.newBuilder()
            .setResume(ClientFrame.Resume.newBuilder().setNamespace(namespace).setSession(session))
            .build());
    return next(FrameCase.OPENED).getOpened();
  }

  public void send(ClientFrame frame) {
    out.onNext(frame);
  }

  /** Sends a pack of the normal lane. */
  public void send(long firstNumber, List<Request> requests) {
    send(
        ClientFrame.newBuilder()
            .setRequests(Requests.newBuilder().setFirstNumber(firstNumber).addAllRequests(requests))
            .build());
  }

  /** Sends a pack, and waits for its replies. */
  public List<Reply> ask(long firstNumber, Request... requests) throws InterruptedException {
    send(firstNumber, List.of(requests));
    return replies().getRepliesList();
  }

  /** The next replies. */
  public Replies replies() throws InterruptedException {
    return next(FrameCase.REPLIES).getReplies();
  }

  /** The next frame of that kind; others before it are kept for whoever asks for them. */
  public ServerFrame next(FrameCase kind) throws InterruptedException {
    return next(frame -> frame.getFrameCase() == kind, kind.toString());
  }

  /** The next frame that is wanted, or the failure that ended the stream before it. */
  public ServerFrame next(Predicate<ServerFrame> wanted, String what) throws InterruptedException {
    for (int i = 0; i < kept.size(); i++) {
      if (wanted.test(kept.get(i))) {
        return kept.remove(i);
      }
    }
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      boolean ended = end.isDone();
      ServerFrame frame = received.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      if (frame != null && wanted.test(frame)) {
        return frame;
      }
      if (frame != null) {
        kept.add(frame);
      }
      if (frame == null && ended) {
        throw failure("Expected before the stream ended: " + what);
      }
    }
    throw new AssertionError("Expected within " + LIMIT + ": " + what);
  }

  private RuntimeException failure(String otherwise) {
    try {
      end.join();
      return new IllegalStateException(otherwise);
    } catch (CompletionException e) {
      return e.getCause() instanceof StatusRuntimeException status ? status : e;
    }
  }

  /** Waits for the failure that ends the stream, and answers the rejection that it carries. */
  public Rejection refusal() throws InterruptedException {
    return Rpc.rejection(end());
  }

  /** Waits for the failure that ends the stream. */
  public StatusRuntimeException end() throws InterruptedException {
    try {
      end.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      throw new AssertionError("Expected a failure, but the stream ended well.");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StatusRuntimeException status) {
        return status;
      }
      throw new AssertionError("Expected a status.", e);
    } catch (TimeoutException e) {
      throw new AssertionError("Expected the stream to end within " + LIMIT, e);
    }
  }

  @Override
  public void onNext(ServerFrame frame) {
    received.add(frame);
  }

  @Override
  public void onError(Throwable failure) {
    end.completeExceptionally(failure);
  }

  @Override
  public void onCompleted() {
    end.complete(null);
  }

  /** Breaks the stream off; the session lives on. */
  public void breakOff() {
    out.onError(new InterruptedException("The test breaks the stream off."));
  }

  /** Ends the session, where the stream is still there. */
  @Override
  public void close() {
    if (!end.isDone()) {
      send(ClientFrame.newBuilder().setClose(ClientFrame.Close.getDefaultInstance()).build());
      out.onCompleted();
    }
  }
}
