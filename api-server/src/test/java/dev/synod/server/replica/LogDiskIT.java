package dev.synod.server.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.synod.dev.workspace.FreePorts;
import dev.synod.kernel.Code;
import dev.synod.kernel.Command;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.document.DocumentCommand;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.group.GroupCommand;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.group.GroupSpec;
import dev.synod.kernel.group.MergePolicy;
import dev.synod.kernel.value.Bytes;
import dev.synod.kernel.value.Value;
import dev.synod.log.LogConfig;
import dev.synod.log.LogStatus;
import dev.synod.log.NotLeaderException;
import dev.synod.log.ratis.RatisLog;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the log itself leaves of a small disk, when much is on its way. */
@Timeout(600)
class LogDiskIT {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final long MIB = 1L << 20;
  private static final long RESERVE_BYTES = 32 * MIB;
  private static final GroupRef GROUP = new GroupRef("review", "writers");
  private static final String LARGE = "x".repeat(200_000);

  @TempDir Path directory;

  private final List<RatisLog> logs = new ArrayList<>();
  private final List<SmallDisk> disks = new ArrayList<>();

  @BeforeAll
  static void requireRoot() throws Exception {
    assumeTrue(
        SmallDisk.canBeMade(),
        "SKIPPED, and nothing is known of full disks: only root can mount a small file system.");
  }

  @AfterEach
  void stop() {
    logs.forEach(RatisLog::close);
    disks.forEach(SmallDisk::close);
  }

  private SmallDisk disk(String name, long bytes) {
    SmallDisk disk = SmallDisk.at(directory.resolve(name), bytes);
    disks.add(disk);
    return disk;
  }

  private RatisLog open(LogConfig config) throws IOException {
    RatisLog log = RatisLog.open(config);
    logs.add(log);
    return log;
  }

  private RatisLog openAlone(String name) throws Exception {
    RatisLog log =
        open(
            LogConfig.single(directory.resolve(name), FreePorts.find(1).getFirst())
                .reservingDisk(RESERVE_BYTES));
    log.awaitLeader(LIMIT);
    var _ = write(List.of(log), List.of(group()));
    return log;
  }

  private static Request group() {
    var spec =
        new GroupSpec(
            new TreeMap<>(),
            0,
            List.of(),
            List.of(new GroupSpec.StateKey("", MergePolicy.LAST_WRITER)),
            List.of(),
            List.of());
    return request(
        new GroupCommand.DeclareGroup(GROUP, new Declaration("uid-1", 1, "tester"), spec));
  }

  /**
   * Writes through whoever leads, again where that changes meanwhile; answers the last revision.
   */
  private static long write(List<RatisLog> logs, List<Request> requests) {
    return Await.found(
        LIMIT,
        "written",
        () -> {
          RatisLog leader =
              logs.stream().filter(log -> log.status().leads()).findFirst().orElse(logs.getFirst());
          try {
            List<Reply> replies = leader.submitAll(requests, Lane.NORMAL).get(60, TimeUnit.SECONDS);
            return replies.stream().allMatch(reply -> reply instanceof Reply.Applied)
                ? Optional.of(((Reply.Applied) replies.getLast()).revision())
                : Optional.empty();
          } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(NotLeaderException.class);
            return Optional.empty();
          }
        });
  }

  private static Request request(Command command) {
    var origin =
        new Origin(
            Origin.SYSTEM,
            Numbering.NONE,
            0,
            null,
            Bytes.ofHex("000102030405060708090a0b0c0d0e0f"),
            "");
    return new Request(origin, command, Bytes.EMPTY);
  }

  private static Request put(String key, String text) {
    return request(
        new DocumentCommand.WriteDocument(
            GROUP, key, new Write.Put(Value.of(text)), DocumentCommand.ANY));
  }

  private static boolean isUnavailable(Reply reply) {
    return reply instanceof Reply.Rejected rejected
        && rejected.rejection().code() == Code.UNAVAILABLE;
  }

  @Test
  void shouldRefuseWhatWaitsOnceTheDiskIsLow() throws Exception {
    SmallDisk disk = disk("alone", 96 * MIB);
    RatisLog log = openAlone("alone");
    var requests = new ArrayList<Request>();
    for (int i = 0; i < 320; i++) {
      requests.add(put("document", i + LARGE));
    }

    // All of it is let in at once, and would fill the disk more than once, with its outcomes.
    List<Reply> replies = log.submitAll(requests, Lane.NORMAL).get(60, TimeUnit.SECONDS);

    assertThat(replies).allMatch(r -> r instanceof Reply.Applied || isUnavailable(r));
    assertThat(replies.getFirst()).isInstanceOf(Reply.Applied.class);
    assertThat(isUnavailable(replies.getLast())).isTrue();
    assertThat(disk.freeBytes()).isGreaterThan(RESERVE_BYTES / 2);
    disk.grow(512 * MIB);
    Await.until(
        LIMIT,
        "taken again",
        () ->
            log.submit(put("document", "more"), Lane.NORMAL).get(60, TimeUnit.SECONDS)
                instanceof Reply.Applied);
  }

  @Test
  void shouldNotWriteTheFirstSnapshotIntoTheReserve() throws Exception {
    SmallDisk disk = disk("alone", 192 * MIB);
    RatisLog log = openAlone("alone");
    for (int i = 0; i < 120; i++) {
      var _ = write(List.of(log), List.of(put("document-" + i, LARGE)));
    }
    disk.leave(RESERVE_BYTES + 2 * MIB);

    assertThatThrownBy(log::snapshot)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("beside half of the reserve");

    assertThat(disk.freeBytes()).as("what was written of it is gone").isGreaterThan(RESERVE_BYTES);
    assertThat(log.status().snapshotIndex()).isNegative();
  }

  @Test
  void shouldKeepAFollowerThatCatchesUpFromTheEndOfItsDisk() throws Exception {
    List<Integer> ports = FreePorts.find(3);
    List<LogStatus.Member> members =
        List.of(
            new LogStatus.Member("r1", "127.0.0.1:" + ports.get(0)),
            new LogStatus.Member("r2", "127.0.0.1:" + ports.get(1)),
            new LogStatus.Member("r3", "127.0.0.1:" + ports.get(2)));
    RatisLog first = open(member(members, 0));
    RatisLog second = open(member(members, 1));
    long revision = write(List.of(first, second), List.of(group()));
    for (int i = 0; i < 500; i += 20) {
      List<Request> some =
          IntStream.range(i, i + 20).mapToObj(n -> put("document", n + LARGE)).toList();
      revision = write(List.of(first, second), some);
    }

    SmallDisk disk = disk("r3", 76 * MIB);
    RatisLog late = open(member(members, 2));

    Await.until(LIMIT, "it says that it is low", () -> late.disk().isLow());
    assertThat(late.awaitRevision(revision, Duration.ofSeconds(10)))
        .failsWithin(Duration.ofSeconds(20));
    Await.until(LIMIT, "it runs", () -> late.status().role() == LogStatus.Role.FOLLOWER);
    assertThat(disk.freeBytes()).isGreaterThan(LogConfig.Retention.DISK_RESERVE_BYTES_MIN / 2);
    disk.grow(512 * MIB);
    assertThat(late.awaitRevision(revision, LIMIT)).succeedsWithin(LIMIT);
  }

  private LogConfig member(List<LogStatus.Member> members, int index) {
    LogStatus.Member self = members.get(index);
    return LogConfig.single(directory.resolve(self.id()), 0)
        .withGroup(new LogConfig.Group(LogConfig.Group.FIRST_SHARD, self, members, null))
        .reservingDisk(LogConfig.Retention.DISK_RESERVE_BYTES_MIN)
        .withTiming(
            new LogConfig.Timing(
                Duration.ofMillis(800),
                Duration.ofMillis(1_600),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2)));
  }
}
