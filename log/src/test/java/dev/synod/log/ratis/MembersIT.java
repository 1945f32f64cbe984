package dev.synod.log.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.kernel.Lane;
import dev.synod.kernel.Reply;
import dev.synod.kernel.value.Value;
import dev.synod.log.Await;
import dev.synod.log.LogConfig;
import dev.synod.log.LogStatus.Member;
import dev.synod.log.LogUnavailableException;
import dev.synod.log.Requests;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Members come and go while the log is used. */
@Timeout(400)
class MembersIT {
  private static final int PORT = 15_080;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Member R1 = member("r1-0a", 1);
  private static final Member R2 = member("r2-0b", 2);
  private static final Member R3 = member("r3-0c", 3);
  private static final Member R3_ANEW = member("r3-0d", 3);

  @TempDir Path directory;

  private final Map<String, RatisLog> replicas = new TreeMap<>();

  private static Member member(String id, int number) {
    return new Member(id, "127.0.0.1:" + (PORT + number), "127.0.0.1:" + (PORT + 10 + number));
  }

  private RatisLog start(Member self, List<Member> founders) throws IOException {
    LogConfig config =
        LogConfig.single(directory.resolve(self.id()), 0)
            .withGroup(new LogConfig.Group(LogConfig.Group.FIRST_SHARD, self, founders, null))
            .withTiming(
                // Nobody is elected because the whole machine stood still for a moment.
                new LogConfig.Timing(
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(6),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2)));
    RatisLog log = RatisLog.open(config);
    replicas.put(self.id(), log);
    return log;
  }

  private RatisLog leader() throws Exception {
    Await.until(LIMIT, () -> replicas.values().stream().anyMatch(r -> r.status().leads()));
    return replicas.values().stream().filter(r -> r.status().leads()).findFirst().orElseThrow();
  }

  private static long write(RatisLog leader, String key) throws Exception {
    Reply reply =
        leader.submit(Requests.put(key, Value.of(1)), Lane.NORMAL).get(60, TimeUnit.SECONDS);
    assertThat(reply).isInstanceOf(Reply.Applied.class);
    return ((Reply.Applied) reply).revision();
  }

  private static void change(RatisLog leader, List<Member> from, List<Member> to) throws Exception {
    leader.changeMembers(from, to).get(60, TimeUnit.SECONDS);
  }

  private static void awaitSame(RatisLog replica, RatisLog leader, long revision) throws Exception {
    assertThat(
            replica.awaitRevision(revision, LIMIT).get(60, TimeUnit.SECONDS).documents().digest())
        .isEqualTo(leader.state().documents().digest());
  }

  @AfterEach
  void stopAll() {
    replicas.values().forEach(RatisLog::close);
  }

  @Test
  void shouldTakeInEmptyReplicasReplaceALostOneAndHandOver() throws Exception {
    // Given one replica with a history
    RatisLog first = start(R1, List.of(R1));
    leader().submit(Requests.declareGroup(), Lane.NORMAL).get(60, TimeUnit.SECONDS);
    write(first, "a");

    // When two empty ones are taken in, one after the other
    RatisLog second = start(R2, List.of());
    assertThat(second.status().isMember()).isFalse();
    change(first, List.of(R1), List.of(R1, R2));
    RatisLog third = start(R3, List.of());
    change(first, List.of(R1, R2), List.of(R1, R2, R3));

    // Then they have the history, and know everybody with both addresses
    long revision = write(first, "b");
    awaitSame(second, first, revision);
    awaitSame(third, first, revision);
    Await.until(LIMIT, () -> third.status().members().equals(List.of(R1, R2, R3)));

    // When one loses its disk and comes back under a new id
    replicas.remove(R3.id());
    third.close();
    RatisLog anew = start(R3_ANEW, List.of());
    change(first, List.of(R1, R2, R3), List.of(R1, R2, R3_ANEW));
    revision = write(first, "c");
    awaitSame(anew, first, revision);

    // When an expectation of the members is old, then nothing changes
    assertThatThrownBy(() -> change(first, List.of(R1, R2, R3), List.of(R1)))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(LogUnavailableException.class);
    assertThat(first.status().members()).containsExactly(R1, R2, R3_ANEW);

    // When the leader hands over
    assertThat(first.handOver(Duration.ofSeconds(60))).isTrue();
    RatisLog leader = leader();
    assertThat(leader).isNotSameAs(first);
    awaitSame(first, leader, write(leader, "d"));

    // Then a restart finds the members in its log
    second.close();
    RatisLog again = start(R2, List.of());
    Await.until(LIMIT, () -> again.status().members().equals(List.of(R1, R2, R3_ANEW)));
  }
}
