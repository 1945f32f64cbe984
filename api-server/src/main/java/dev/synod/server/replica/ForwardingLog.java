package dev.synod.server.replica;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.log.AppliedListener;
import dev.synod.log.DigestPoint;
import dev.synod.log.DiskSpace;
import dev.synod.log.LogEntries;
import dev.synod.log.LogStatus;
import dev.synod.log.LogUnavailableException;
import dev.synod.log.NotLeaderException;
import dev.synod.log.ReplicatedLog;
import dev.synod.log.Tail;
import dev.synod.log.batching.Replies;
import dev.synod.log.batching.SingleReply;
import dev.synod.log.journal.Journal;
import dev.synod.log.ratis.RatisLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The log as any replica serves it: what only the leader can take is brought there. Replies come
 * when this replica has applied what they tell of.
 */
final class ForwardingLog implements ReplicatedLog {
  private static final long READ_PAUSE_MILLIS = 30;

  private final RatisLog log;
  private final Forwarder forwarder;
  private final Serving serving;
  private final Duration leaderWait;

  ForwardingLog(RatisLog log, Forwarder forwarder, Serving serving, Duration leaderWait) {
    this.log = log;
    this.forwarder = forwarder;
    this.serving = serving;
    this.leaderWait = leaderWait;
  }

  @Override
  public CompletableFuture<Reply> submit(Request request, Lane lane) {
    return log.submit(request, lane)
        .exceptionallyCompose(
            failure -> {
              if (!isNotLeader(failure)) {
                return CompletableFuture.failedFuture(failure);
              }
              var reply = new SingleReply();
              forwarder.submit(List.of(request), lane, reply);
              return reply.future();
            });
  }

  @Override
  public CompletableFuture<List<Reply>> submitAll(List<Request> requests, Lane lane) {
    return log.submitAll(requests, lane)
        .exceptionallyCompose(
            failure -> {
              if (!isNotLeader(failure)) {
                return CompletableFuture.failedFuture(failure);
              }
              var replies = new Replies(requests.size());
              forwarder.submit(requests, lane, replies);
              return replies.future();
            });
  }

  private static boolean isNotLeader(Throwable failure) {
    return failure instanceof NotLeaderException
        || failure.getCause() instanceof NotLeaderException;
  }

  @Override
  public KernelState state() {
    return log.state();
  }

  /** Asks again, within a limit, while a leader is being elected. */
  @Override
  public CompletableFuture<KernelState> linearizable() {
    return linearizable(System.nanoTime() + leaderWait.toNanos());
  }

  private CompletableFuture<KernelState> linearizable(long until) {
    return log.linearizable()
        .exceptionallyCompose(
            failure -> {
              boolean passes =
                  isNotLeader(failure)
                      || failure instanceof LogUnavailableException
                      || failure.getCause() instanceof LogUnavailableException;
              return passes && System.nanoTime() < until
                  ? pause().thenCompose(paused -> linearizable(until))
                  : CompletableFuture.failedFuture(failure);
            });
  }

  private static CompletableFuture<Void> pause() {
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(READ_PAUSE_MILLIS, TimeUnit.MILLISECONDS));
  }

  @Override
  public CompletableFuture<KernelState> awaitRevision(long revision, Duration timeout) {
    return log.awaitRevision(revision, timeout);
  }

  /** A replica whose state is not to be relied upon does not act as the leader, until it is not. */
  @Override
  public LogStatus status() {
    LogStatus status = log.status();
    return serving.divergence().isPresent() ? status.notReady() : status;
  }

  @Override
  public DiskSpace disk() {
    return log.disk();
  }

  @Override
  public List<DigestPoint> digestPoints() {
    return log.digestPoints();
  }

  @Override
  public Subscription listen(String name, Backpressure backpressure, AppliedListener listener) {
    return log.listen(name, backpressure, listener);
  }

  @Override
  public Tail tail() {
    return log.tail();
  }

  @Override
  public Journal journal() {
    return log.journal();
  }

  @Override
  public LogEntries entries() {
    return log.entries();
  }

  @Override
  public void close() {
    forwarder.close();
    log.close();
  }
}
