package dev.synod.log.ratis;

import dev.synod.kernel.Code;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Outcome;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.log.Applied;
import dev.synod.log.AppliedListener;
import dev.synod.log.DigestPoint;
import dev.synod.log.DiskSpace;
import dev.synod.log.LogConfig;
import dev.synod.log.LogEntries;
import dev.synod.log.LogStatus;
import dev.synod.log.LogUnavailableException;
import dev.synod.log.NotLeaderException;
import dev.synod.log.ReplicatedLog;
import dev.synod.log.Tail;
import dev.synod.log.batching.Batcher;
import dev.synod.log.batching.Lanes;
import dev.synod.log.batching.LeaderClock;
import dev.synod.log.batching.Pending;
import dev.synod.log.batching.Replies;
import dev.synod.log.batching.SingleReply;
import dev.synod.log.codec.CodecException;
import dev.synod.log.codec.CodecRegistry;
import dev.synod.log.entry.EntryCodec;
import dev.synod.log.entry.SynodTypes;
import dev.synod.log.journal.Journal;
import dev.synod.log.snapshot.Snapshot;
import dev.synod.log.snapshot.SnapshotFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One replica of the log on Apache Ratis, with its state, journal, tail and snapshots. */
public final class RatisLog implements ReplicatedLog {
  private static final Logger LOG = LoggerFactory.getLogger(RatisLog.class);

  private static final long HAND_OVER_MARGIN_MILLIS = 500;

  /** A process is given half a minute to stop, and this is not all that it does in it. */
  private static final Duration REPLICA_CLOSE_MAX = Duration.ofSeconds(10);

  private final LogConfig config;
  private final EntryCodec entryCodec;
  private final Journal journal;
  private final Tail tail;
  private final LeaderClock clock = new LeaderClock();
  private final Lanes lanes;
  private final Disk disk;
  private final Admission admission;
  private final InFlights inFlights = new InFlights();
  private final Feeds feeds = new Feeds();
  private final DigestPoints digestPoints = new DigestPoints();
  private final ExecutorService completions =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("log-replies").daemon().factory());
  private final RevisionWaiters waiters = new RevisionWaiters(completions);
  private final KernelStateMachine machine;
  private final Replica replica;
  private final Submitter submitter;
  private final Batcher batcher;
  private final Snapshotter snapshotter;
  private final Ticker ticker;

  private RatisLog(LogConfig config) throws IOException {
    this.config = config;
    CodecRegistry codecs = SynodTypes.registry();
    Files.createDirectories(config.directory());
    TornTail.repair(RatisSettings.storage(config.directory()));
    entryCodec = new EntryCodec(codecs);
    disk = new Disk(config.directory(), config.retention().diskReserveBytes());
    journal = Journal.open(config.retention().journal(), codecs);
    tail = new Tail(config.retention().tailEventsMax(), config.retention().tailBytesMax());
    lanes = new Lanes(config.batching());
    admission = new Admission(journal, disk);
    var store = new SnapshotStore(new SnapshotFile(codecs));
    machine = new KernelStateMachine(entryCodec, store, tail, inFlights, new Effects());
    replica = new Replica(config, machine, disk);
    submitter =
        new Submitter(
            replica.requests(),
            new Submitter.Target(
                RatisSettings.self(config.group()),
                RatisSettings.groupId(config.group()),
                config.timing().indeterminateAfter().toMillis(),
                replica::notLeader),
            entryCodec,
            clock,
            inFlights,
            completions);
    batcher =
        new Batcher(
            "log-batcher", lanes, config.batching(), admission.before(submitter, completions));
    snapshotter =
        new Snapshotter(
            config.snapshots(),
            new Snapshotter.Snapshots(store, tail, journal, disk),
            machine::current,
            replica::purge);
    ticker =
        new Ticker(
            config.timing().tick().toMillis(),
            clock,
            replica::leads,
            this::state,
            request -> submit(request, Lane.CRITICAL));
  }

  /**
   * Opens or creates the replica in its directory and starts it. It takes requests once {@link
   * LogStatus#leads}.
   */
  public static RatisLog open(LogConfig config) throws IOException {
    var log = new RatisLog(config);
    try {
      log.start();
      return log;
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private void start() throws IOException {
    feeds.add("journal", Backpressure.WAIT, new JournalFeed(journal, disk));
    disk.start();
    replica.start();
    batcher.start();
    snapshotter.start();
    ticker.start();
  }

  /** Waits until this replica leads, or knows who does. */
  public void awaitLeader(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!replica.leads()) {
      LogStatus status = status();
      if (status.leader() != null && status.role() == LogStatus.Role.FOLLOWER) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new LogUnavailableException(
            "Expected a leader within %s, but this replica is %s."
                .formatted(timeout, status.role()));
      }
      Thread.sleep(5);
    }
  }

  @Override
  public CompletableFuture<Reply> submit(Request request, Lane lane) {
    if (!replica.leads()) {
      return notLeading();
    }
    var reply = new SingleReply();
    offer(List.of(request), lane, reply);
    return reply.future();
  }

  @Override
  public CompletableFuture<List<Reply>> submitAll(List<Request> requests, Lane lane) {
    if (!replica.leads()) {
      return notLeading();
    }
    var replies = new Replies(requests.size());
    offer(requests, lane, replies);
    return replies.future();
  }

  /**
   * Submits requests that were encoded elsewhere by {@link EntryCodec#encode}; otherwise as {@link
   * #submitAll}. Bytes that are no request are refused one by one.
   */
  public CompletableFuture<List<Reply>> submitEncoded(List<byte[]> requests, Lane lane) {
    if (!replica.leads()) {
      return notLeading();
    }
    var replies = new Replies(requests.size());
    Reply refusal = admission.refusal();
    var pending = new ArrayList<Pending>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      byte[] bytes = requests.get(i);
      Reply rejection = refusal == null ? tooLarge(bytes) : refusal;
      if (rejection == null) {
        pending.add(new Pending(bytes, replies, i));
      } else {
        replies.reply(i, rejection);
      }
    }
    queue(pending, lane);
    return replies.future();
  }

  private <T> CompletableFuture<T> notLeading() {
    return CompletableFuture.failedFuture(replica.notLeader());
  }

  private void offer(List<Request> requests, Lane lane, Pending.Receiver receiver) {
    Reply refusal = admission.refusal();
    var encoded = new ArrayList<Pending>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      Reply rejection = refusal;
      if (rejection == null) {
        rejection = encode(requests.get(i), receiver, i, encoded);
      }
      if (rejection != null) {
        receiver.reply(i, rejection);
      }
    }
    queue(encoded, lane);
  }

  private void queue(List<Pending> encoded, Lane lane) {
    int accepted = lanes.offer(lane, encoded);
    if (accepted < encoded.size()) {
      Reply refusal = lanes.isClosed() ? Batcher.STOPS : queueFull(lane);
      encoded.subList(accepted, encoded.size()).forEach(request -> request.reply(refusal));
    }
  }

  private @Nullable Reply encode(
      Request request, Pending.Receiver receiver, int position, List<Pending> into) {
    byte[] bytes;
    try {
      bytes = entryCodec.encode(request);
    } catch (CodecException e) {
      return Replies.rejected(Code.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
    }
    Reply rejection = tooLarge(bytes);
    if (rejection == null) {
      into.add(new Pending(bytes, receiver, position));
    }
    return rejection;
  }

  private @Nullable Reply tooLarge(byte[] bytes) {
    return bytes.length <= config.batching().bytesMax()
        ? null
        : Replies.rejected(
            Code.TOO_LARGE,
            "Expected a request of at most %d bytes, but found one of %d."
                .formatted(config.batching().bytesMax(), bytes.length));
  }

  private Reply queueFull(Lane lane) {
    return Replies.rejected(
        Code.LIMIT_EXCEEDED,
        "Expected at most %d requests or %d bytes waiting in the lane %s. Slow down and try again."
            .formatted(
                config.batching().queuedRequestsMax(), config.batching().queuedBytesMax(), lane));
  }

  @Override
  public KernelState state() {
    return machine.current().state();
  }

  @Override
  public CompletableFuture<KernelState> linearizable() {
    return replica.linearizable(this::state);
  }

  @Override
  public CompletableFuture<KernelState> awaitRevision(long revision, Duration timeout) {
    return waiters.await(revision, timeout, this::state);
  }

  /** What is left of the disk. */
  @Override
  public DiskSpace disk() {
    return disk.space();
  }

  /**
   * Refuses new requests, as {@code unavailable}, while there is such a reason, beside those that
   * the log finds by itself. It is asked for every submission and must not take long.
   */
  public void refuseWhile(Supplier<Optional<String>> reason) {
    admission.refuseWhile(reason);
  }

  @Override
  public LogStatus status() {
    return replica.status(snapshotter.lastIndex());
  }

  /**
   * Makes others the members of the group; the leader alone can. A new member has caught up when
   * this completes. Fails with {@link NotLeaderException}, or with {@link LogUnavailableException}
   * where another change is under way, a new member can't be reached, or the present members are
   * not those that were expected; whether it took effect is seen in {@link #status}.
   */
  public CompletableFuture<Void> changeMembers(
      List<LogStatus.Member> expected, List<LogStatus.Member> wanted) {
    return replica.changeMembers(expected, wanted);
  }

  /**
   * Lets a replica that is about to be taken into a group know where its members are now, whatever
   * the log that it gets tells of where they were.
   */
  public void reachAt(List<LogStatus.Member> members) {
    replica.reachAt(members);
  }

  /** Makes another member the leader, within a time; fails as {@link #changeMembers} does. */
  public CompletableFuture<Void> transferLeadership(String to, Duration limit) {
    return replica.transferLeadership(to, limit);
  }

  /**
   * Gives leadership to the member that is farthest, or to another one where that fails; for a stop
   * that nobody notices.
   *
   * @param limit for each of them
   * @return whether this replica does not lead any more
   */
  public boolean handOver(Duration limit) throws InterruptedException {
    return handOver(limit, successor -> true);
  }

  /**
   * Gives leadership to another member, as {@link #handOver(Duration)} does.
   *
   * @param eligible which ids may lead
   */
  public boolean handOver(Duration limit, Predicate<String> eligible) throws InterruptedException {
    List<String> successors =
        replica.leads() ? replica.successors().stream().filter(eligible).toList() : List.of();
    for (String successor : successors) {
      try {
        transferLeadership(successor, limit)
            .get(limit.toMillis() + HAND_OVER_MARGIN_MILLIS, TimeUnit.MILLISECONDS);
        LOG.info("Leadership was given to {}.", successor);
        return true;
      } catch (ExecutionException | TimeoutException e) {
        LOG.warn("Leadership could not be given to {}.", successor, e);
      }
    }
    return !replica.leads();
  }

  @Override
  public List<DigestPoint> digestPoints() {
    return digestPoints.all();
  }

  @Override
  public Subscription listen(String name, Backpressure backpressure, AppliedListener listener) {
    return feeds.add(name, backpressure, listener);
  }

  @Override
  public Tail tail() {
    return tail;
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public LogEntries entries() {
    return new RatisEntries(replica.log(), entryCodec);
  }

  /** Writes a snapshot now, unless nothing was applied since the last one. */
  public void snapshot() throws IOException, InterruptedException {
    snapshotter.write();
  }

  @Override
  public void close() {
    disk.close();
    ticker.close();
    snapshotter.close();
    batcher.close();
    try {
      String self = config.group().self().id();
      if (Ending.within(REPLICA_CLOSE_MAX, "the replica " + self, self, this::closeReplica)) {
        feeds.drain();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    submitter.abandon();
    journal.close();
    completions.shutdown();
    try {
      if (!completions.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("Some callers still hold the thread that gives replies.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeReplica() {
    try {
      replica.close();
    } catch (IOException e) {
      LOG.warn("The replica did not close cleanly.", e);
    }
  }

  /** What follows from what the state machine does. */
  private final class Effects implements KernelStateMachine.Effects {
    @Override
    public void applied(Applied entry, @Nullable InFlight waiting) {
      List<Outcome> outcomes = entry.step().outcomes();
      disk.expect((long) Disk.JOURNAL_COPIES * entry.bytes());
      if (waiting != null && waiting.settle()) {
        inFlights.remove(waiting);
        completions.execute(() -> waiting.reply(outcomes));
      }
      if (replica.isFresh(entry.term(), entry.batch().index())) {
        clock.followed(entry.step().state().clock().timeMillis());
      }
      waiters.reached(entry.step().state());
      digestPoints.applied(entry.batch().index(), entry.step().state());
      snapshotter.applied(entry);
      feeds.applied(entry);
    }

    @Override
    public void restored(Snapshot snapshot) {
      long index = snapshot.header().index();
      digestPoints.restored(index);
      snapshotter.restored(index);
      try {
        journal.skipTo(index, snapshot.header().revision());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void leading(KernelState state) {
      clock.lead(state.clock().timeMillis());
    }
  }
}
