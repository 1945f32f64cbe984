package dev.synod.sdk;

import dev.synod.api.v1.ClientFrame;
import dev.synod.api.v1.CoordinationGrpc;
import dev.synod.api.v1.Replies;
import dev.synod.api.v1.Request;
import dev.synod.api.v1.Requests;
import dev.synod.api.v1.ServerFrame;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one session with the server: opens it, takes it up again after the stream broke, opens a
 * new one after it has ended, and carries its numbered requests. All state belongs to one thread,
 * the loop.
 */
final class SessionLink {
  private static final Logger LOG = LoggerFactory.getLogger(SessionLink.class);
  private static final long OPEN_MILLIS_MAX = 15_000;
  private static final long PAUSE_MILLIS_MIN = 100;
  private static final long CLOSE_MILLIS_MAX = 3_000;

  /** What the link tells. All of it on the loop, which must not be blocked. */
  interface Listener {
    /**
     * The session is open.
     *
     * @param isNew false where the one from before was taken up again
     */
    void opened(SessionInfo session, boolean isNew);

    /** The session has ended; what it held is lost. */
    void lost(SynodException cause);

    /** A frame other than Opened, Replies and Closed. */
    void received(ServerFrame frame);

    /** The link is closed for good; the cause is null where its owner closed it. */
    void closed(@Nullable SynodException cause);
  }

  private final LinkSettings settings;
  private final Listener listener;
  private final ScheduledThreadPoolExecutor loop;
  private final Queue<Outgoing> incoming = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean drainIsDue = new AtomicBoolean();
  private final Lanes lanes;
  private final Backoff pauses;

  private @Nullable ClientCallStreamObserver<ClientFrame> stream;
  private @Nullable SessionInfo session;
  private String openKey = UUID.randomUUID().toString();
  private boolean isOpened;
  private boolean isClosing;
  private boolean isClosed;
  private int generation;

  SessionLink(LinkSettings settings, Listener listener) {
    this.settings = settings;
    this.listener = listener;
    ThreadFactory threads =
        Thread.ofPlatform().daemon().name("synod-session-" + settings.owner()).factory();
    this.loop = new ScheduledThreadPoolExecutor(1, threads);
    this.loop.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.pauses =
        new Backoff(PAUSE_MILLIS_MIN, settings.pauseMillisMax(), ThreadLocalRandom.current());
    this.lanes = new Lanes(settings.retryFor());
  }

  void start() {
    loop.execute(this::connect);
  }

  /** Sends a request, exactly once, when the session is open. */
  Pending<Written> submit(Lane lane, Request request) {
    var outgoing = new Outgoing(lane, request);
    incoming.add(outgoing);
    if (drainIsDue.compareAndSet(false, true)) {
      try {
        loop.execute(this::drain);
      } catch (RejectedExecutionException e) {
        failIncoming(closedException());
      }
    }
    return outgoing.answer();
  }

  /** Runs on the loop; after it is closed, nowhere. */
  void onLoop(Runnable action) {
    try {
      loop.execute(action);
    } catch (RejectedExecutionException e) {
      LOG.trace("The session is closed.", e);
    }
  }

  private void later(long millis, Runnable action) {
    if (!loop.isShutdown()) {
      var _ = loop.schedule(action, millis, TimeUnit.MILLISECONDS);
    }
  }

  /** Sends what is outstanding, for a limited time, then ends the session. */
  void close() {
    onLoop(
        () -> {
          if (isClosing || isClosed) {
            return;
          }
          isClosing = true;
          later(CLOSE_MILLIS_MAX, () -> finish(null));
          finishWhenIdle();
        });
  }

  private void connect() {
    if (isClosed || (isClosing && session == null)) {
      return;
    }
    int current = ++generation;
    isOpened = false;
    CoordinationGrpc.newStub(settings.channel())
        .withCallCredentials(settings.credentials())
        .connect(new Receiver(current));
    send(firstFrame());
    later(
        OPEN_MILLIS_MAX,
        () -> {
          if (current == generation && !isOpened) {
            broken(
                current,
                new SynodException(
                    SynodException.UNAVAILABLE,
                    "Expected the session to open within %d ms, but the server did not answer."
                        .formatted(OPEN_MILLIS_MAX)));
          }
        });
  }

  private ClientFrame firstFrame() {
    SessionInfo known = session;
    if (known == null) {
      return ClientFrame.newBuilder()
          .setOpen(settings.open().toBuilder().setIdempotencyKey(openKey))
          .build();
    }
    return ClientFrame.newBuilder()
        .setResume(
            ClientFrame.Resume.newBuilder()
                .setNamespace(settings.open().getNamespace())
                .setSession(known.id()))
        .build();
  }

  private void received(int from, ServerFrame frame) {
    if (from != generation || isClosed) {
      return;
    }
    switch (frame.getFrameCase()) {
      case OPENED -> opened(frame.getOpened());
      case REPLIES -> replied(frame.getReplies());
      case CLOSED -> {
        lost(Refusals.of(frame.getClosed().getRejection()));
        cancelStream("The session has ended.");
        reconnect();
      }
      case ASSIGNED, REVOKED, PROPOSAL, BARRIER, TURN, PROGRESS -> listener.received(frame);
      case FRAME_NOT_SET -> LOG.debug("The server sent a frame of a newer kind.");
    }
  }

  private void opened(ServerFrame.Opened frame) {
    SessionInfo before = session;
    var info =
        new SessionInfo(
            frame.getSession(),
            Duration.ofMillis(frame.getTtlMillis()),
            frame.getRevision(),
            frame.getIncarnation());
    boolean isNew = before == null || before.id() != info.id();
    session = info;
    isOpened = true;
    openKey = UUID.randomUUID().toString();
    pauses.reset();
    LOG.info("Session {} of {} is {}.", info.id(), settings.owner(), isNew ? "open" : "resumed");
    lanes.resend();
    listener.opened(info, isNew);
    heartbeat(generation, Math.max(1, info.timeToLive().toMillis() / 3));
    flush();
    finishWhenIdle();
  }

  private void heartbeat(int from, long everyMillis) {
    later(
        everyMillis,
        () -> {
          if (from == generation && isOpened && !isClosed) {
            send(
                ClientFrame.newBuilder()
                    .setHeartbeat(ClientFrame.Heartbeat.getDefaultInstance())
                    .build());
            heartbeat(from, everyMillis);
          }
        });
  }

  private void replied(Replies replies) {
    int current = generation;
    lanes.replied(
        replies,
        now(),
        (window, pauseMillis) -> {
          if (pauseMillis == 0) {
            align(current, window);
          } else {
            later(pauseMillis, () -> align(current, window));
          }
        });
    flush();
    finishWhenIdle();
  }

  private void align(int from, LaneWindow window) {
    if (from != generation || isClosed) {
      return;
    }
    if (window.align()) {
      flush();
    } else {
      giveUp();
    }
  }

  /** Numbers are no help any more to tell requests apart, so that a new session has to begin. */
  private void giveUp() {
    send(ClientFrame.newBuilder().setClose(ClientFrame.Close.getDefaultInstance()).build());
    var current = stream;
    stream = null;
    if (current != null) {
      current.onCompleted();
    }
    lost(
        new SynodException(
            SynodException.SESSION_GONE,
            "Expected the server to miss no request before the last ones, but it does, and copies of them may be on their way yet."));
    reconnect();
  }

  private void broken(int from, Throwable failure) {
    if (from != generation || isClosed) {
      return;
    }
    SynodException cause = Refusals.of(failure);
    if (cause.is(Refusals.UNAUTHENTICATED)) {
      settings.credentials().refused();
    }
    boolean isGone = cause.is(SynodException.SESSION_GONE) || cause.is(SynodException.NOT_FOUND);
    if (cause.is(SynodException.SESSION_GONE) || (session != null && isGone)) {
      lost(cause);
    } else if (session == null && cause.is(Refusals.INVALID_ARGUMENT)) {
      LOG.error("The session of {} can't be opened: {}", settings.owner(), cause.getMessage());
      finish(cause);
      return;
    }
    cancelStream("The stream is given up.");
    reconnectBecause(cause);
  }

  private void reconnectBecause(SynodException cause) {
    if (pauses.attempts() == 0 || pauses.attempts() % 10 == 5) {
      LOG.warn(
          "The session of {} is not connected; trying again. {}: {}",
          settings.owner(),
          cause.code(),
          cause.getMessage());
    }
    reconnect();
  }

  private void reconnect() {
    if (isClosing && session == null) {
      finish(null);
      return;
    }
    generation++;
    isOpened = false;
    later(pauses.nextMillis(), this::connect);
  }

  /**
   * The session has ended, or the one that an earlier try to open it made and did not tell us of:
   * the key of that try would bring it back for as long as the server remembers the key. Nothing
   * was sent on the latter, so that nothing is lost with it.
   */
  private void lost(SynodException cause) {
    SessionInfo ended = session;
    session = null;
    openKey = UUID.randomUUID().toString();
    if (ended == null) {
      LOG.warn(
          "A session of {} had ended before it was known to be open: {}",
          settings.owner(),
          cause.getMessage());
      return;
    }
    LOG.warn("Session {} of {} has ended: {}", ended.id(), settings.owner(), cause.getMessage());
    var gone =
        new SynodException(
            SynodException.SESSION_GONE,
            "Expected a live session, but it has ended before the request was taken: "
                + cause.getMessage(),
            Json.object(),
            cause);
    lanes.fail(gone);
    listener.lost(gone);
  }

  private void cancelStream(String reason) {
    var current = stream;
    stream = null;
    isOpened = false;
    if (current != null) {
      current.cancel(reason, null);
    }
  }

  private void drain() {
    drainIsDue.set(false);
    if (isClosed) {
      failIncoming(closedException());
      return;
    }
    for (var next = incoming.poll(); next != null; next = incoming.poll()) {
      if (isClosing) {
        next.answer().settleExceptionally(closedException());
      } else {
        lanes.add(next);
      }
    }
    flush();
  }

  private void flush() {
    var current = stream;
    while (isOpened && current != null && current.isReady()) {
      Requests pack = lanes.nextPack();
      if (pack == null) {
        return;
      }
      send(ClientFrame.newBuilder().setRequests(pack).build());
    }
  }

  private void send(ClientFrame frame) {
    var current = stream;
    if (current != null) {
      try {
        current.onNext(frame);
      } catch (IllegalStateException e) {
        // The call is over; its end is on the way to the loop.
        LOG.trace("The stream has ended.", e);
      }
    }
  }

  private void finishWhenIdle() {
    if (isClosing && !isClosed && lanes.isEmpty()) {
      finish(null);
    }
  }

  private void finish(@Nullable SynodException cause) {
    if (isClosed) {
      return;
    }
    isClosed = true;
    var current = stream;
    if (current != null && isOpened) {
      send(ClientFrame.newBuilder().setClose(ClientFrame.Close.getDefaultInstance()).build());
      current.onCompleted();
    } else {
      cancelStream("The session is closed.");
    }
    SynodException why = cause == null ? closedException() : cause;
    lanes.fail(why);
    failIncoming(why);
    listener.closed(cause);
    loop.shutdown();
    failIncoming(why);
  }

  private void failIncoming(SynodException why) {
    for (var next = incoming.poll(); next != null; next = incoming.poll()) {
      next.answer().settleExceptionally(why);
    }
  }

  private static SynodException closedException() {
    return new SynodException(
        SynodException.SESSION_GONE, "Expected an open session, but it was closed by its owner.");
  }

  // The loop alone reads this clock; it is for pauses, never for what is decided.
  private static long now() {
    return System.nanoTime();
  }

  /** Hands what comes on one stream to the loop. */
  private final class Receiver implements ClientResponseObserver<ClientFrame, ServerFrame> {
    private final int number;

    Receiver(int number) {
      this.number = number;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ClientFrame> requests) {
      requests.setOnReadyHandler(() -> onLoop(() -> ready(requests)));
      stream = requests;
    }

    private void ready(ClientCallStreamObserver<ClientFrame> requests) {
      if (number == generation && requests.isReady()) {
        flush();
      }
    }

    @Override
    public void onNext(ServerFrame frame) {
      onLoop(() -> SessionLink.this.received(number, frame));
    }

    @Override
    public void onError(Throwable failure) {
      onLoop(() -> broken(number, failure));
    }

    @Override
    public void onCompleted() {
      onLoop(
          () ->
              broken(
                  number,
                  new SynodException(SynodException.UNAVAILABLE, "The server ended the stream.")));
    }
  }
}
