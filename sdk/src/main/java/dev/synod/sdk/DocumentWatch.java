package dev.synod.sdk;

import dev.synod.api.v1.CoordinationGrpc;
import dev.synod.api.v1.DocumentChange;
import dev.synod.api.v1.GroupRef;
import dev.synod.api.v1.WatchDocumentsRequest;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A watch in progress. Close it to end it. */
public final class DocumentWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DocumentWatch.class);
  private static final long PAUSE_MILLIS_MIN = 100;
  private static final long PAUSE_MILLIS_MAX = 10_000;

  private final Calls calls;
  private final GroupRef group;
  private final String prefix;
  private final DocumentListener listener;
  private final Backoff pauses =
      new Backoff(PAUSE_MILLIS_MIN, PAUSE_MILLIS_MAX, ThreadLocalRandom.current());
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable ClientCallStreamObserver<WatchDocumentsRequest> call;
  private long seen;
  private boolean isCurrent;
  private boolean isClosed;

  DocumentWatch(Calls calls, GroupRef group, String prefix, DocumentListener listener) {
    this.calls = calls;
    this.group = group;
    this.prefix = prefix;
    this.listener = listener;
  }

  void start() {
    var question = WatchDocumentsRequest.newBuilder().setGroup(group).setPrefix(prefix);
    boolean resumes;
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      resumes = isCurrent;
      if (resumes) {
        question.setResumeAfter(seen);
      }
    } finally {
      lock.unlock();
    }
    calls.stream(
        CoordinationGrpc.getWatchDocumentsMethod(), question.build(), new Receiver(resumes));
  }

  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      if (call != null) {
        call.cancel("The watch is closed.", null);
      }
    } finally {
      lock.unlock();
    }
  }

  private void again() {
    CompletableFuture.delayedExecutor(
            pauses.nextMillis(), TimeUnit.MILLISECONDS, new Pending<Void>().defaultExecutor())
        .execute(this::start);
  }

  private final class Receiver
      implements ClientResponseObserver<WatchDocumentsRequest, DocumentChange> {
    private boolean resumes;
    private boolean isCompacted;

    /**
     * @param resumes whether it was asked to go on where the last one ended
     */
    Receiver(boolean resumes) {
      this.resumes = resumes;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchDocumentsRequest> started) {
      lock.lock();
      try {
        call = started;
        started.setOnReadyHandler(() -> {});
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void onNext(DocumentChange change) {
      pauses.reset();
      if (resumes && !change.hasCompacted()) {
        resumes = false;
        listener.resumed(seen);
      }
      switch (change.getChangeCase()) {
        case PUT -> listener.put(Wire.document(change.getPut()));
        case DELETED -> listener.deleted(change.getDeleted(), change.getRevision());
        case PROGRESS -> listener.progressed(change.getRevision());
        case COMPACTED -> {
          isCompacted = true;
          return;
        }
        case CHANGE_NOT_SET -> LOG.debug("The server sent a change of a newer kind.");
      }
      told(change);
    }

    private void told(DocumentChange change) {
      // What is there at first comes by key, not by revision: only a progress mark says that it
      // is all told, and that a broken watch may go on from there.
      isCurrent |= change.getChangeCase() == DocumentChange.ChangeCase.PROGRESS;
      seen = Math.max(seen, change.getRevision());
    }

    @Override
    public void onError(Throwable failure) {
      SynodException cause = Refusals.of(failure);
      if (isClosed) {
        return;
      }
      switch (cause.code()) {
        case "compacted" -> restart();
        case Refusals.INVALID_ARGUMENT, "permission-denied", SynodException.NOT_FOUND ->
            listener.failed(cause);
        case Refusals.UNAUTHENTICATED -> {
          calls.refusedToken();
          resume();
        }
        default -> resume();
      }
    }

    @Override
    public void onCompleted() {
      if (isCompacted) {
        restart();
      } else if (!isClosed) {
        resume();
      }
    }

    private void restart() {
      isCurrent = false;
      seen = 0;
      listener.restarted();
      again();
    }

    private void resume() {
      if (!isCurrent && seen > 0) {
        seen = 0;
        listener.restarted();
      }
      again();
    }
  }
}
