package dev.synod.log.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.value.Value;
import dev.synod.log.Await;
import dev.synod.log.LogConfig;
import dev.synod.log.LogEntries;
import dev.synod.log.Requests;
import dev.synod.log.journal.JournalConfig;
import dev.synod.log.journal.JournalReader;
import dev.synod.log.journal.JournalRecord;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a replica holds after it was stopped in order, with snapshots and journal in every
 * condition.
 */
@Timeout(300)
class RestartIT {
  private static final int PORT = 15_020;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path directory;

  private LogConfig config;

  @BeforeEach
  void configure() {
    LogConfig base = LogConfig.single(directory, PORT);
    config =
        base.withSnapshots(
                new LogConfig.SnapshotSchedule(1_000_000, Long.MAX_VALUE, Duration.ofDays(1)))
            .withRetention(
                new LogConfig.Retention(
                    65_536,
                    32L << 20,
                    new JournalConfig(
                        directory.resolve("journal"),
                        4_096,
                        1L << 30,
                        0,
                        JournalConfig.AtLimit.DROP_OLDEST,
                        Set.of())));
  }

  private RatisLog open() throws Exception {
    RatisLog log = RatisLog.open(config);
    log.awaitLeader(LIMIT);
    return log;
  }

  private static void write(RatisLog log, int from, int to) throws Exception {
    List<Request> requests = new ArrayList<>();
    for (int i = from; i < to; i++) {
      requests.add(Requests.put("k" + i % 40, Value.of(i)));
      requests.add(Requests.add("sum", i));
    }
    for (int start = 0; start < requests.size(); start += 7) {
      List<Request> some = requests.subList(start, Math.min(requests.size(), start + 7));
      assertThat(log.submitAll(some, Lane.NORMAL).get(60, TimeUnit.SECONDS))
          .allMatch(reply -> reply instanceof Reply.Applied);
    }
  }

  private static List<JournalRecord> journal(RatisLog log) throws Exception {
    long last = log.state().clock().index();
    assertThat(log.journal().awaitIndex(last, 60_000)).isTrue();
    List<JournalRecord> records = new ArrayList<>();
    try (JournalReader reader = log.journal().readAfter(0)) {
      while (reader.index() < last) {
        Optional<JournalRecord> next = reader.next(LIMIT);
        next.ifPresent(records::add);
      }
    }
    return records.stream().filter(record -> record.index() <= last).toList();
  }

  /** The state without its clock, which goes on. */
  private static void assertSame(KernelState actual, KernelState expected) {
    assertThat(actual.documents()).isEqualTo(expected.documents());
    assertThat(actual.groups()).isEqualTo(expected.groups());
    assertThat(actual.documents().digest()).isEqualTo(expected.documents().digest());
    assertThat(actual.clock().revision()).isEqualTo(expected.clock().revision());
  }

  @Test
  void shouldComeToTheSameStateFromASnapshotAndTheRestOfTheLog() throws Exception {
    KernelState before;
    List<JournalRecord> history;
    try (RatisLog log = open()) {
      log.submit(Requests.declareGroup(), Lane.NORMAL).get(60, TimeUnit.SECONDS);
      write(log, 0, 300);
      log.snapshot();
      write(log, 300, 500);
      before = log.state();
      history = journal(log);
    }
    try (RatisLog log = open()) {
      assertThat(log.status().snapshotIndex()).isPositive();
      assertSame(log.state(), before);
      assertThat(log.tail().floor()).isZero();
      assertThat(log.tail().after(0, 10_000).events()).hasSize((int) before.clock().revision());
      assertThat(journal(log)).startsWith(history.toArray(JournalRecord[]::new));
    }
  }

  @Test
  void shouldFallBackToTheOlderSnapshotWhenTheNewestIsDamaged() throws Exception {
    KernelState before;
    try (RatisLog log = open()) {
      log.submit(Requests.declareGroup(), Lane.NORMAL).get(60, TimeUnit.SECONDS);
      for (int round = 0; round < 4; round++) {
        write(log, round * 100, round * 100 + 100);
        log.snapshot();
      }
      before = log.state();
    }
    List<Path> snapshots = snapshots();
    assertThat(snapshots).hasSize(2);
    damage(snapshots.getLast());
    try (RatisLog log = open()) {
      assertSame(log.state(), before);
      assertThat(snapshots().getLast()).isNotEqualTo(snapshots.getLast());
    }
  }

  @Test
  void shouldNotStartWhenNoSnapshotCanBeRead() throws Exception {
    try (RatisLog log = open()) {
      log.submit(Requests.declareGroup(), Lane.NORMAL).get(60, TimeUnit.SECONDS);
      for (int round = 0; round < 3; round++) {
        write(log, round * 100, round * 100 + 100);
        log.snapshot();
      }
    }
    List<Path> snapshots = snapshots();
    for (Path snapshot : snapshots) {
      damage(snapshot);
    }
    assertThatThrownBy(this::open).hasMessageContaining("Expected a snapshot");
    assertThat(snapshots()).isEqualTo(snapshots);
  }

  @Test
  void shouldDeriveTheJournalsEndAgainWhenItIsMissing() throws Exception {
    List<JournalRecord> history;
    try (RatisLog log = open()) {
      log.submit(Requests.declareGroup(), Lane.NORMAL).get(60, TimeUnit.SECONDS);
      write(log, 0, 300);
      log.snapshot();
      write(log, 300, 600);
      history = journal(log);
      assertThat(log.journal().paths()).hasSizeGreaterThan(10);
    }
    List<Path> files = sorted(directory.resolve("journal"), ".journal");
    try (var file = new RandomAccessFile(files.getLast().toFile(), "rw")) {
      file.setLength(file.length() - Math.min(file.length() - 32, 11));
    }
    Files.delete(files.get(files.size() - 1));
    Path torn = files.get(files.size() - 2);
    try (var file = new RandomAccessFile(torn.toFile(), "rw")) {
      file.setLength(file.length() - 5);
    }
    try (RatisLog log = open()) {
      assertThat(journal(log)).startsWith(history.toArray(JournalRecord[]::new));
    }
  }

  @Test
  void shouldReportAGapWhenTheJournalIsLost() throws Exception {
    long snapshotIndex;
    try (RatisLog log = open()) {
      log.submit(Requests.declareGroup(), Lane.NORMAL).get(60, TimeUnit.SECONDS);
      write(log, 0, 100);
      log.snapshot();
      snapshotIndex = log.status().snapshotIndex();
      write(log, 100, 110);
    }
    for (Path file : sorted(directory.resolve("journal"), ".journal")) {
      Files.delete(file);
    }
    try (RatisLog log = open()) {
      List<JournalRecord> records = journal(log);
      assertThat(records.getFirst()).isInstanceOf(JournalRecord.Gap.class);
      assertThat(records.getFirst().index()).isEqualTo(snapshotIndex);
      assertThat(records.get(1)).isInstanceOf(JournalRecord.Entry.class);
    }
  }

  @Test
  void shouldListTheEntriesThatTheLogHolds() throws Exception {
    try (RatisLog log = open()) {
      log.submit(Requests.declareGroup(), Lane.NORMAL).get(60, TimeUnit.SECONDS);
      write(log, 0, 10);
      List<LogEntries.Entry> entries = log.entries().after(0, 1_000);
      assertThat(entries)
          .flatExtracting(entry -> entry.batch().requests())
          .extracting(Request::command)
          .contains(Requests.declareGroup().command());
    }
  }

  @Test
  void shouldWriteASnapshotWhenItsScheduleSaysSo() throws Exception {
    config =
        config.withSnapshots(
            new LogConfig.SnapshotSchedule(20, Long.MAX_VALUE, Duration.ofDays(1)));
    try (RatisLog log = open()) {
      log.submit(Requests.declareGroup(), Lane.NORMAL).get(60, TimeUnit.SECONDS);
      write(log, 0, 100);
      Await.until(LIMIT, () -> log.status().snapshotIndex() > 0);
    }
  }

  private List<Path> snapshots() throws Exception {
    return sorted(directory.resolve("raft"), null);
  }

  private static List<Path> sorted(Path root, String suffix) throws Exception {
    try (var paths = Files.walk(root)) {
      return paths
          .filter(
              path ->
                  suffix == null
                      ? path.getFileName().toString().matches("snapshot\\.\\d+_\\d+")
                      : path.toString().endsWith(suffix))
          .sorted(
              java.util.Comparator.comparingLong(
                  path ->
                      Long.parseLong(
                          path.getFileName().toString().replaceAll(".*_|\\.journal", ""))))
          .toList();
    }
  }

  private static void damage(Path path) throws Exception {
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(file.length() / 2);
      int b = file.read();
      file.seek(file.length() / 2);
      file.write(b ^ 0xFF);
    }
  }
}
