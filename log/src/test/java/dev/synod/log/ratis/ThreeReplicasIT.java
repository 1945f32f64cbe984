package dev.synod.log.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.kernel.Code;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.value.Value;
import dev.synod.log.Await;
import dev.synod.log.LogConfig;
import dev.synod.log.LogStatus;
import dev.synod.log.LogUnavailableException;
import dev.synod.log.NotLeaderException;
import dev.synod.log.Requests;
import dev.synod.log.batching.BatchLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(400)
class ThreeReplicasIT {
  private static final int PORT = 15_070;
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** Less than a segment. */
  private static final long HELD_BYTES = 16L << 20;

  private static final List<LogStatus.Member> MEMBERS =
      IntStream.rangeClosed(1, 3)
          .mapToObj(i -> new LogStatus.Member("r" + i, "127.0.0.1:" + (PORT + i)))
          .toList();

  @TempDir Path directory;

  private final Map<String, RatisLog> replicas = new TreeMap<>();
  private BatchLimits batching = BatchLimits.DEFAULT;
  private Duration electionMax = Duration.ofMillis(1_600);

  private void start(String id) throws IOException {
    LogConfig config =
        LogConfig.single(directory.resolve(id), 0)
            .withGroup(
                new LogConfig.Group(
                    LogConfig.Group.FIRST_SHARD, MEMBERS.get(id.charAt(1) - '1'), MEMBERS, null))
            .withTiming(
                new LogConfig.Timing(
                    Duration.ofMillis(800),
                    electionMax,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2)))
            .withBatching(batching)
            .holdingLog(HELD_BYTES);
    replicas.put(id, RatisLog.open(config));
  }

  private void stop(String id) {
    replicas.remove(id).close();
  }

  @AfterEach
  void stopAll() {
    List.copyOf(replicas.keySet()).forEach(this::stop);
  }

  private String leader() throws Exception {
    var found = new AtomicReference<String>();
    Await.until(
        LIMIT,
        () -> {
          replicas.forEach(
              (id, replica) -> found.compareAndSet(null, replica.status().leads() ? id : null));
          return found.get() != null;
        });
    return found.get();
  }

  private long write(int from, int to) throws Exception {
    return write(
        IntStream.range(from, to).mapToObj(i -> Requests.put("k" + i, Value.of(i))).toList());
  }

  /**
   * Writes through whoever leads, again where that changes meanwhile; answers the last revision.
   */
  private long write(List<Request> requests) throws Exception {
    while (true) {
      try {
        List<Reply> replies =
            replicas.get(leader()).submitAll(requests, Lane.NORMAL).get(120, TimeUnit.SECONDS);
        if (replies.stream().allMatch(reply -> reply instanceof Reply.Applied)) {
          return ((Reply.Applied) replies.getLast()).revision();
        }
      } catch (java.util.concurrent.ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(NotLeaderException.class);
      }
    }
  }

  @Test
  void shouldLeaveNobodyWithoutAnAnswerWhenItStopsWithoutAMajority() throws Exception {
    // Given a leader that nobody follows any more: what is on its way stays there, and the rest
    // waits behind it
    batching = new BatchLimits(8, 1 << 20, 2, 10_000, 64 << 20);
    electionMax = Duration.ofSeconds(24);
    for (LogStatus.Member member : MEMBERS) {
      start(member.id());
    }
    write(List.of(Requests.declareGroup()));
    String leader = leader();
    MEMBERS.stream().map(LogStatus.Member::id).filter(id -> !id.equals(leader)).forEach(this::stop);
    RatisLog last = replicas.get(leader);
    List<CompletableFuture<List<Reply>>> writes =
        IntStream.range(0, 100).mapToObj(i -> last.submitAll(requests(i), Lane.NORMAL)).toList();
    CompletableFuture<KernelState> read = last.linearizable();
    assertThat(last.status().leads()).isTrue();

    // When
    CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> stop(leader));

    // Then whoever comes while it stops is refused at once
    Await.until(LIMIT, () -> isRefused(last.submitAll(requests(100), Lane.NORMAL)));
    stopping.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    for (CompletableFuture<List<Reply>> write : writes) {
      assertThat(write).succeedsWithin(LIMIT);
      assertThat(code(write)).isIn(Code.INDETERMINATE, Code.UNAVAILABLE);
    }
    // Of what is in a log already nobody may say that nothing was changed.
    assertThat(code(writes.getFirst())).isEqualTo(Code.INDETERMINATE);
    assertThat(code(writes.getLast())).isEqualTo(Code.UNAVAILABLE);
    assertThatThrownBy(() -> read.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class);
  }

  private static List<Request> requests(int i) {
    return List.of(Requests.put("k" + i, Value.of(i)));
  }

  private static boolean isRefused(CompletableFuture<List<Reply>> write) {
    return write.isDone() && !write.isCompletedExceptionally() && code(write) == Code.UNAVAILABLE;
  }

  private static Code code(CompletableFuture<List<Reply>> write) {
    return ((Reply.Rejected) write.join().getFirst()).rejection().code();
  }

  @Test
  void shouldGoOnWhenTheLeaderStopsAndBringItBackWhenItReturns() throws Exception {
    for (LogStatus.Member member : MEMBERS) {
      start(member.id());
    }
    write(List.of(Requests.declareGroup()));
    long revision = write(0, 3_000);
    for (RatisLog replica : replicas.values()) {
      assertThat(
              replica.awaitRevision(revision, LIMIT).get(90, TimeUnit.SECONDS).documents().digest())
          .isEqualTo(replicas.get(leader()).state().documents().digest());
    }

    String first = leader();
    String follower =
        replicas.keySet().stream().filter(id -> !id.equals(first)).findFirst().orElseThrow();
    assertThatThrownBy(
            () ->
                replicas
                    .get(follower)
                    .submit(Requests.declareGroup(), Lane.NORMAL)
                    .get(60, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            NotLeaderException.class,
            e -> assertThat(e.leaderAddress()).startsWith("127.0.0.1:1507"));
    assertThat(replicas.get(follower).linearizable().get(60, TimeUnit.SECONDS).clock().revision())
        .isGreaterThanOrEqualTo(revision);

    stop(first);
    assertThat(leader()).isNotEqualTo(first);
    long later = write(3_000, 6_000);
    start(first);
    var caughtUp = replicas.get(first).awaitRevision(later, LIMIT).get(60, TimeUnit.SECONDS);
    assertThat(caughtUp.documents().digest())
        .isEqualTo(replicas.get(leader()).state().documents().digest());
  }

  /** Such a read may succeed when there is a leader again, so callers must be able to tell. */
  @Test
  void shouldSayWhyAReadFailedWhenLeadershipIsLostMeanwhile() throws Exception {
    for (LogStatus.Member member : MEMBERS) {
      start(member.id());
    }
    write(List.of(Requests.declareGroup()));
    String last = leader();
    RatisLog left = replicas.get(last);

    List.copyOf(replicas.keySet()).stream().filter(id -> !id.equals(last)).forEach(this::stop);

    assertThatThrownBy(() -> left.linearizable().get(60, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfAny(NotLeaderException.class, LogUnavailableException.class);
  }

  /** One that is away must not fill the disks of the others. */
  @Test
  void shouldNotKeepTheLogForOneThatIsAwayForLongAndBringItAlongNevertheless() throws Exception {
    batching = new BatchLimits(1, 1 << 20, 4, 65_536, 64L << 20);
    for (LogStatus.Member member : MEMBERS) {
      start(member.id());
    }
    write(List.of(Requests.declareGroup()));
    String away =
        replicas.keySet().stream()
            .filter(id -> !replicas.get(id).status().leads())
            .findFirst()
            .orElseThrow();
    write(0, 10);
    stop(away);

    long revision = 0;
    for (int snapshots = 0; snapshots < SnapshotStore.KEPT; snapshots++) {
      // More than a segment, and than the thousand entries below which Ratis gives up nothing.
      var large = Requests.put("large", Value.of("x".repeat(35_000)));
      revision = write(Collections.nCopies(1_100, large));
      for (RatisLog left : replicas.values()) {
        left.snapshot();
      }
    }

    Await.until(LIMIT, () -> replicas.get(leader()).entries().firstIndex() > 10);
    start(away);
    assertThat(replicas.get(away).awaitRevision(revision, LIMIT)).succeedsWithin(LIMIT);
  }
}
