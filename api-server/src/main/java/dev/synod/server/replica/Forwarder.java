package dev.synod.server.replica;

import dev.synod.api.peer.v1.ForwardAnswer;
import dev.synod.api.peer.v1.ForwardFrame;
import dev.synod.kernel.Code;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.log.LogStatus;
import dev.synod.log.ReplicatedLog;
import dev.synod.log.batching.Pending;
import dev.synod.log.batching.Replies;
import dev.synod.log.codec.CodecException;
import dev.synod.log.entry.EntryCodec;
import dev.synod.log.entry.SynodTypes;
import dev.synod.log.ratis.RatisLog;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Brings requests to the replica that leads, lane by lane. */
final class Forwarder implements AutoCloseable {
  private static final long LOOK_MILLIS = 200;

  private final RatisLog log;
  private final Peers peers;
  private final EntryCodec codec = new EntryCodec(SynodTypes.registry());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("forward-timer").daemon().factory());
  private final ExecutorService answers =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("forward-replies").daemon().factory());
  private final Map<Lane, ForwardLane> lanes = new EnumMap<>(Lane.class);
  private final Map<Lane, LongAdder> counts = new EnumMap<>(Lane.class);

  Forwarder(RatisLog log, Peers peers, Duration leaderWait) {
    this.log = log;
    this.peers = peers;
    var threads = new ForwardLane.Threads(timer, this::answer);
    for (Lane lane : Lane.values()) {
      counts.put(lane, new LongAdder());
      lanes.put(lane, new ForwardLane(lane, new OverPeers(), threads, leaderWait));
    }
    var _ =
        timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** An answer that comes after the end is given all the same, by whoever brings it. */
  private void answer(Runnable reply) {
    try {
      answers.execute(reply);
    } catch (RejectedExecutionException e) {
      reply.run();
    }
  }

  private void look() {
    lanes.values().forEach(ForwardLane::look);
  }

  /** Replies tell everything; the receiver is never failed. */
  void submit(List<Request> requests, Lane lane, Pending.Receiver receiver) {
    var pending = new ArrayList<Pending>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      Reply rejection = encode(requests.get(i), receiver, i, pending);
      if (rejection != null) {
        receiver.reply(i, rejection);
      }
    }
    ForwardLane to = lanes.get(lane);
    if (to != null && !pending.isEmpty()) {
      count(lane, pending.size());
      to.offer(pending);
    }
  }

  private void count(Lane lane, int requests) {
    LongAdder sum = counts.get(lane);
    if (sum != null) {
      sum.add(requests);
    }
  }

  /** Requests that were taken for a lane. */
  long count(Lane lane) {
    LongAdder sum = counts.get(lane);
    return sum == null ? 0 : sum.sum();
  }

  private @Nullable Reply encode(
      Request request, Pending.Receiver receiver, int position, List<Pending> into) {
    byte[] bytes;
    try {
      bytes = codec.encode(request);
    } catch (CodecException e) {
      return Replies.rejected(Code.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
    }
    if (bytes.length > ReplicatedLog.ENTRY_BYTES_MAX) {
      return Replies.rejected(
          Code.TOO_LARGE,
          "Expected a request of at most %d bytes, but found one of %d."
              .formatted(ReplicatedLog.ENTRY_BYTES_MAX, bytes.length));
    }
    into.add(new Pending(bytes, receiver, position));
    return null;
  }

  @Override
  public void close() {
    lanes.values().forEach(ForwardLane::close);
    timer.shutdownNow();
    answers.shutdown();
  }

  /** Streams of gRPC to the peers, and the log of this process. */
  private final class OverPeers implements ForwardLane.Way {
    @Override
    public LogStatus status() {
      return log.status();
    }

    @Override
    public void open(
        LogStatus.Member leader, ClientResponseObserver<ForwardFrame, ForwardAnswer> receiver) {
      var _ = peers.streams(leader.peerAddress()).forward(receiver);
    }

    @Override
    public CompletableFuture<List<Reply>> submitHere(List<byte[]> requests, Lane lane) {
      return log.submitEncoded(requests, lane);
    }

    @Override
    public CompletableFuture<?> applied(long revision, Duration limit) {
      return log.awaitRevision(revision, limit);
    }
  }
}
