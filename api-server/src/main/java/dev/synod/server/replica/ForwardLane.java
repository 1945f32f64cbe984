package dev.synod.server.replica;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.synod.api.peer.v1.ForwardAnswer;
import dev.synod.api.peer.v1.ForwardFrame;
import dev.synod.kernel.Code;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Reply;
import dev.synod.kernel.time.Durations;
import dev.synod.log.LogStatus;
import dev.synod.log.batching.BatchLimits;
import dev.synod.log.batching.Batcher;
import dev.synod.log.batching.Pending;
import dev.synod.log.batching.Replies;
import dev.synod.log.codec.CodecRegistry;
import dev.synod.log.entry.SynodTypes;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests of one lane to the replica that leads, in order, many frames on the way. What
 * was not sent waits for a leader, within a limit; what was sent and not answered is indeterminate.
 */
final class ForwardLane {
  private static final Logger LOG = Logger.getLogger(ForwardLane.class);
  private static final int FRAMES_MAX = 16;
  private static final long PAUSE_MILLIS = 20;
  private static final BatchLimits LIMITS = BatchLimits.DEFAULT;
  private static final Duration APPLY_LIMIT = Duration.ofSeconds(2);
  private static final Reply INDETERMINATE =
      Replies.rejected(
          Code.INDETERMINATE,
          "The way to the leader broke while the request was on it; whether it took effect is not known here. Repeat it under the same number or key to learn.");

  private final Lane lane;
  private final Way way;
  private final Threads threads;
  private final long leaderWaitNanos;
  private final CodecRegistry codecs = SynodTypes.registry();

  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private long queuedBytes;
  private @Nullable Stream stream;
  private boolean pumpIsDue;
  private boolean closed;

  /** How the leader and this replica are reached. */
  interface Way {
    LogStatus status();

    /** Begins a stream to a member. */
    void open(
        LogStatus.Member leader, ClientResponseObserver<ForwardFrame, ForwardAnswer> receiver);

    /** Submits to the replica of this process. */
    CompletableFuture<List<Reply>> submitHere(List<byte[]> requests, Lane lane);

    /** Completes when this replica has a revision, or after a limit. */
    CompletableFuture<?> applied(long revision, Duration limit);
  }

  /**
   * Who does what must not be done under the lock.
   *
   * @param answers one thread, so that answers keep their order; takes them after the lane was
   *     closed, too
   */
  record Threads(ScheduledExecutorService timer, Executor answers) {}

  /** A request that was not sent yet. */
  private record Waiting(Pending request, long sinceNanos) {}

  ForwardLane(Lane lane, Way way, Threads threads, Duration leaderWait) {
    this.lane = lane;
    this.way = way;
    this.threads = threads;
    this.leaderWaitNanos = leaderWait.toNanos();
  }

  /** Takes requests, as many as there is room for; the others are refused. */
  synchronized void offer(List<Pending> requests) {
    long now = System.nanoTime();
    for (Pending request : requests) {
      int bytes = request.bytes().length;
      if (closed) {
        answer(request, Batcher.STOPS);
      } else if (queue.size() >= LIMITS.queuedRequestsMax()
          || queuedBytes + bytes > LIMITS.queuedBytesMax()) {
        refuse(
            request,
            Code.LIMIT_EXCEEDED,
            "Expected at most %d requests or %d bytes on the way to the leader in the lane %s. Slow down and try again."
                .formatted(LIMITS.queuedRequestsMax(), LIMITS.queuedBytesMax(), lane));
      } else {
        queue.addLast(new Waiting(request, now));
        queuedBytes += bytes;
      }
    }
    pump();
  }

  private void refuse(Pending request, Code code, String message) {
    answer(request, Replies.rejected(code, message));
  }

  /** On a thread of its own: whoever takes the answer may come back with the next request. */
  private void answer(Pending request, Reply reply) {
    threads.answers().execute(() -> request.reply(reply));
  }

  private synchronized void pump() {
    if (queue.isEmpty() || closed) {
      return;
    }
    Stream present = stream;
    if (present == null) {
      connect();
      return;
    }
    while (!queue.isEmpty() && present.takesFrames()) {
      present.send(nextFrame());
    }
  }

  private void connect() {
    LogStatus status = way.status();
    LogStatus.Member leader = status.leadingMember();
    if (status.leads()) {
      submitHere();
    } else if (leader == null || leader.id().equals(status.self())) {
      later();
    } else {
      open(leader);
    }
  }

  private void open(LogStatus.Member leader) {
    var next = new Stream(leader.id());
    stream = next;
    try {
      way.open(leader, next);
      next.write(ForwardFrame.newBuilder().setLane(Protos.lane(lane)).build());
    } catch (RuntimeException e) {
      LOG.warn("No way to the leader could be begun; it is tried again", e);
      stream = null;
      later();
    }
  }

  /** Looks for a leader again in a moment; one such look is enough, however many requests wait. */
  private void later() {
    dropOverdue();
    if (!queue.isEmpty() && !pumpIsDue && !closed) {
      pumpIsDue = true;
      var _ = threads.timer().schedule(this::pumpNow, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void pumpNow() {
    pumpIsDue = false;
    pump();
  }

  /** This replica has become the leader meanwhile. */
  private void submitHere() {
    while (!queue.isEmpty()) {
      List<Pending> frame = nextFrame();
      var _ =
          way.submitHere(frame.stream().map(Pending::bytes).toList(), lane)
              .whenComplete(
                  (replies, failure) -> {
                    for (int i = 0; i < frame.size(); i++) {
                      answer(frame.get(i), failure == null ? replies.get(i) : noLeader());
                    }
                  });
    }
  }

  private void dropOverdue() {
    long oldest = System.nanoTime() - leaderWaitNanos;
    while (!queue.isEmpty() && queue.getFirst().sinceNanos() < oldest) {
      answer(take(), noLeader());
    }
  }

  private Reply noLeader() {
    return Replies.rejected(
        Code.UNAVAILABLE,
        "Expected a replica that leads within %s, but found none; nothing was changed. Try again."
            .formatted(Durations.text(TimeUnit.NANOSECONDS.toMillis(leaderWaitNanos))));
  }

  private Pending take() {
    Pending request = queue.removeFirst().request();
    queuedBytes -= request.bytes().length;
    return request;
  }

  private List<Pending> nextFrame() {
    var frame = new ArrayList<Pending>();
    int bytes = 0;
    while (!queue.isEmpty()
        && frame.size() < LIMITS.requestsMax()
        && (frame.isEmpty()
            || bytes + queue.getFirst().request().bytes().length <= LIMITS.bytesMax())) {
      Pending request = take();
      bytes += request.bytes().length;
      frame.add(request);
    }
    return frame;
  }

  /** Puts what the leader refused back in front, with its whole time to wait. */
  private void takeBack(List<List<Pending>> frames) {
    long now = System.nanoTime();
    for (List<Pending> frame : frames.reversed()) {
      for (Pending request : frame.reversed()) {
        queue.addFirst(new Waiting(request, now));
        queuedBytes += request.bytes().length;
      }
    }
  }

  /** Gives up a stream to a replica that does not lead any more. */
  synchronized void look() {
    Stream present = stream;
    if (present != null) {
      present.look();
    }
    dropOverdue();
  }

  /** Refuses what waits and what comes; what was sent and not answered is indeterminate. */
  synchronized void close() {
    closed = true;
    Stream present = stream;
    if (present != null) {
      present.end("The replica stops.");
    }
    while (!queue.isEmpty()) {
      answer(take(), Batcher.STOPS);
    }
  }

  /** Frames on the way to one leader. All of it under the lane's lock. */
  private final class Stream implements ClientResponseObserver<ForwardFrame, ForwardAnswer> {
    private static final long DEPOSED_NANOS_MAX = 1_000_000_000L;

    private final String leader;
    private final ArrayDeque<List<Pending>> sent = new ArrayDeque<>();
    private final List<List<Pending>> refused = new ArrayList<>();
    private @Nullable ClientCallStreamObserver<ForwardFrame> out;
    private boolean ready;
    private long deposedSinceNanos;

    Stream(String leader) {
      this.leader = leader;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ForwardFrame> requests) {
      out = requests;
    }

    boolean takesFrames() {
      return ready && refused.isEmpty() && sent.size() < FRAMES_MAX;
    }

    void send(List<Pending> frame) {
      sent.addLast(frame);
      var message = ForwardFrame.newBuilder().setLane(Protos.lane(lane));
      for (Pending request : frame) {
        message.addRequests(UnsafeByteOperations.unsafeWrap(request.bytes()));
      }
      write(message.build());
    }

    private void write(ForwardFrame frame) {
      ClientCallStreamObserver<ForwardFrame> to = out;
      if (to != null) {
        to.onNext(frame);
      }
    }

    @Override
    public void onNext(ForwardAnswer answer) {
      synchronized (ForwardLane.this) {
        if (stream != this) {
          return;
        }
        switch (answer.getAnswerCase()) {
          case READY -> ready = true;
          case REPLIES -> replied(sent.removeFirst(), answer.getReplies());
          case NOT_LEADER -> {
            if (!sent.isEmpty()) {
              refused.add(sent.removeFirst());
            }
          }
          case ANSWER_NOT_SET -> {}
        }
        if (!refused.isEmpty() && sent.isEmpty()) {
          end("The replica does not lead any more.");
        } else {
          pump();
        }
      }
    }

    private void replied(List<Pending> frame, ForwardAnswer.Replies answer) {
      List<Reply> replies =
          answer.getRepliesList().stream()
              .map(ByteString::toByteArray)
              .map(bytes -> codecs.decode(Reply.class, bytes))
              .toList();
      // Whoever is answered here reads here: the answer must not be ahead of this replica's state.
      var _ =
          way.applied(answer.getRevision(), APPLY_LIMIT)
              .handleAsync(
                  (applied, tooLate) -> {
                    for (int i = 0; i < frame.size(); i++) {
                      frame.get(i).reply(replies.get(i));
                    }
                    return null;
                  },
                  threads.answers());
    }

    @Override
    public void onError(Throwable failure) {
      synchronized (ForwardLane.this) {
        end("The way to the leader broke.");
      }
    }

    @Override
    public void onCompleted() {
      synchronized (ForwardLane.this) {
        end("The leader ended the stream.");
      }
    }

    void look() {
      LogStatus status = way.status();
      String leads = status.leader();
      if (leads == null || leads.equals(leader)) {
        deposedSinceNanos = 0;
      } else if (deposedSinceNanos == 0) {
        deposedSinceNanos = System.nanoTime();
      } else if (System.nanoTime() - deposedSinceNanos > DEPOSED_NANOS_MAX) {
        end("Another replica leads.");
      }
    }

    private void end(String reason) {
      if (stream != this) {
        return;
      }
      stream = null;
      ClientCallStreamObserver<ForwardFrame> to = out;
      if (to != null) {
        to.cancel(reason, null);
      }
      sent.forEach(frame -> frame.forEach(request -> answer(request, INDETERMINATE)));
      takeBack(refused);
      later();
    }
  }
}
