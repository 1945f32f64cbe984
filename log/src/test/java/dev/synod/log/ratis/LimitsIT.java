package dev.synod.log.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Code;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.value.Value;
import dev.synod.log.Applied;
import dev.synod.log.AppliedListener;
import dev.synod.log.Await;
import dev.synod.log.LogConfig;
import dev.synod.log.ReplicatedLog;
import dev.synod.log.Requests;
import dev.synod.log.batching.BatchLimits;
import dev.synod.log.journal.JournalConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the log refuses by itself, and what it does about slow listeners. */
@Timeout(300)
class LimitsIT {
  private static final int PORT = 15_080;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path directory;

  private RatisLog open(LogConfig config) throws Exception {
    RatisLog log = RatisLog.open(config);
    log.awaitLeader(LIMIT);
    log.submit(Requests.declareGroup(), Lane.NORMAL).get(60, TimeUnit.SECONDS);
    return log;
  }

  private static Code code(Reply reply) {
    return ((Reply.Rejected) reply).rejection().code();
  }

  @Test
  void shouldRefuseAtOnceWhenALaneIsFull() throws Exception {
    var limits = new BatchLimits(8, 1024 * 1024, 1, 100, 1 << 20);
    try (RatisLog log = open(LogConfig.single(directory, PORT).withBatching(limits))) {
      List<Request> requests = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        requests.add(Requests.put("k", Value.of(i)));
      }
      List<Reply> replies = log.submitAll(requests, Lane.BULK).get(60, TimeUnit.SECONDS);
      assertThat(replies.subList(0, 100)).allMatch(reply -> reply instanceof Reply.Applied);
      assertThat(replies)
          .filteredOn(reply -> reply instanceof Reply.Rejected)
          .isNotEmpty()
          .allMatch(reply -> code(reply) == Code.LIMIT_EXCEEDED);
    }
  }

  @Test
  void shouldRefuseWhatCannotBeAnEntry() throws Exception {
    try (RatisLog log = open(LogConfig.single(directory, PORT))) {
      Request large = Requests.put("k", Value.of("x".repeat(ReplicatedLog.ENTRY_BYTES_MAX)));
      assertThat(code(log.submit(large, Lane.NORMAL).get(60, TimeUnit.SECONDS)))
          .isEqualTo(Code.TOO_LARGE);
      Request unreadable = Requests.put("k", Value.of("\udc00"));
      assertThat(code(log.submit(unreadable, Lane.NORMAL).get(60, TimeUnit.SECONDS)))
          .isEqualTo(Code.INVALID_ARGUMENT);
      Request greatest = Requests.put("k", Value.of("x".repeat(200 * 1024)));
      List<Reply> replies =
          log.submitAll(java.util.Collections.nCopies(20, greatest), Lane.NORMAL)
              .get(60, TimeUnit.SECONDS);
      assertThat(replies).allMatch(reply -> reply instanceof Reply.Applied);
    }
  }

  @Test
  void shouldRefuseWhenTheJournalIsFullAndToldTo() throws Exception {
    LogConfig base = LogConfig.single(directory, PORT);
    LogConfig config =
        base.withRetention(
            new LogConfig.Retention(
                1_000,
                1 << 20,
                new JournalConfig(
                    directory.resolve("journal"),
                    4_096,
                    16_384,
                    0,
                    JournalConfig.AtLimit.REFUSE,
                    Set.of("history"))));
    try (RatisLog log = open(config)) {
      var rejected = new ArrayList<Reply>();
      Await.until(
          LIMIT,
          () -> {
            Reply reply =
                log.submit(Requests.put("k", Value.of("x".repeat(1_000))), Lane.NORMAL)
                    .get(60, TimeUnit.SECONDS);
            if (reply instanceof Reply.Rejected) {
              rejected.add(reply);
            }
            return !rejected.isEmpty();
          });
      assertThat(code(rejected.getFirst())).isEqualTo(Code.LIMIT_EXCEEDED);
      log.journal().acknowledge("history", log.journal().lastIndex());
      assertThat(
              log.submit(Requests.put("k", Value.of("y")), Lane.NORMAL).get(60, TimeUnit.SECONDS))
          .isInstanceOf(Reply.Applied.class);
    }
  }

  @Test
  void shouldEndAListenerThatFallsBehindAndKeepOneThatTheLogWaitsFor() throws Exception {
    var limits = new BatchLimits(1, 1024 * 1024, 4, 65_536, 64 << 20);
    try (RatisLog log = open(LogConfig.single(directory, PORT).withBatching(limits))) {
      var ended = new CompletableFuture<String>();
      var release = new CountDownLatch(1);
      log.listen(
          "slow",
          ReplicatedLog.Backpressure.END,
          new AppliedListener() {
            @Override
            public void applied(Applied applied) {
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }

            @Override
            public void ended(String reason) {
              ended.complete(reason);
            }
          });
      var seen = new ConcurrentLinkedQueue<Long>();
      log.listen("patient", ReplicatedLog.Backpressure.WAIT, a -> seen.add(a.batch().index()));
      List<Request> requests = new ArrayList<>();
      for (int i = 0; i < 1_500; i++) {
        requests.add(Requests.put("k", Value.of(i)));
      }
      assertThat(log.submitAll(requests, Lane.NORMAL).get(60, TimeUnit.SECONDS)).hasSize(1_500);
      release.countDown();
      assertThat(ended.get(60, TimeUnit.SECONDS)).contains("slow");
      Await.until(LIMIT, () -> seen.size() >= 1_500);
      assertThat(new ArrayList<>(seen)).isSorted();
    }
  }

  /** A process that was asked to end must not run on because a thread of it is held. */
  @Test
  void shouldCloseWithinALimitWhenWhatItWaitsForNeverComes() throws Exception {
    var limits = new BatchLimits(1, 1024 * 1024, 4, 65_536, 64 << 20);
    RatisLog log = open(LogConfig.single(directory, PORT + 1).withBatching(limits));
    var release = new CountDownLatch(1);
    try {
      log.listen(
          "stuck",
          ReplicatedLog.Backpressure.WAIT,
          applied -> {
            try {
              release.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      for (int i = 0; i < 1_500; i++) {
        var _ = log.submit(Requests.put("k", Value.of(i)), Lane.NORMAL);
      }

      assertThat(CompletableFuture.runAsync(log::close)).succeedsWithin(Duration.ofSeconds(60));
    } finally {
      release.countDown();
      Await.until(
          LIMIT,
          () ->
              Thread.getAllStackTraces().keySet().stream()
                  .noneMatch(thread -> thread.getName().equals("r1-ending")));
    }
  }

  @Test
  void shouldWaitForARevisionOnlySoLong() throws Exception {
    try (RatisLog log = open(LogConfig.single(directory, PORT))) {
      long next = log.state().clock().revision() + 1;
      var waiting = log.awaitRevision(next, LIMIT);
      log.submit(Requests.put("k", Value.of(1)), Lane.NORMAL).get(60, TimeUnit.SECONDS);
      assertThat(waiting.get(60, TimeUnit.SECONDS).clock().revision()).isGreaterThanOrEqualTo(next);
      assertThat(log.awaitRevision(next + 1_000, Duration.ofMillis(20)))
          .failsWithin(60, TimeUnit.SECONDS)
          .withThrowableOfType(java.util.concurrent.ExecutionException.class)
          .withCauseInstanceOf(TimeoutException.class);
    }
  }

  @Test
  void shouldLetTimePassWithoutRequests() throws Exception {
    try (RatisLog log = open(LogConfig.single(directory, PORT))) {
      long before = log.state().clock().timeMillis();
      Await.until(LIMIT, () -> log.state().clock().timeMillis() > before + 1_500);
      assertThat(log.tail().floor()).isZero();
    }
  }
}
