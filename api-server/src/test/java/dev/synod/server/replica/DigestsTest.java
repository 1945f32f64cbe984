package dev.synod.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.peer.v1.DigestPoint;
import dev.synod.api.peer.v1.PeerStatus;
import dev.synod.log.LogStatus;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DigestsTest {
  private static final List<LogStatus.Member> THREE = members("r1-a", "r2-b", "r3-c");

  private static List<LogStatus.Member> members(String... ids) {
    return Stream.of(ids).map(id -> new LogStatus.Member(id, "127.0.0.1:1")).toList();
  }

  /** What a replica tells: digests at entries 1024, 2048, and so on. */
  private static PeerStatus told(String id, long... digests) {
    var status = PeerStatus.newBuilder().setId(id);
    for (int i = 0; i < digests.length; i++) {
      status.addDigestPoints(
          DigestPoint.newBuilder().setIndex((i + 1) * 1_024L).setDigest(digests[i]));
    }
    return status.build();
  }

  @Test
  void shouldFindTheOneThatDiffersFromTheMajorityAndSinceWhen() {
    PeerStatus wrong = told("r3-c", 7, 9, 9);
    PeerStatus right = told("r1-a", 7, 8, 6);

    var digests = new Digests(List.of(right, told("r2-b", 7, 8, 6), wrong), THREE);

    assertThat(digests.firstDifference(wrong)).contains(2_048L);
    assertThat(digests.word(wrong)).isEqualTo("Differs");
    assertThat(digests.firstDifference(right)).isEmpty();
    assertThat(digests.word(right)).isEqualTo("Agrees");
    assertThat(digests.lastAgreed()).isEqualTo(3_072);
  }

  @Test
  void shouldCallOneBehindInAgreement() {
    PeerStatus behind = told("r3-c", 7);

    var digests = new Digests(List.of(told("r1-a", 7, 8), told("r2-b", 7, 8), behind), THREE);

    assertThat(digests.word(behind)).isEqualTo("Agrees");
    assertThat(digests.firstDispute(behind)).isEmpty();
  }

  @Test
  void shouldBlameNobodyWhereNoDigestHasAMajority() {
    PeerStatus one = told("r1-a", 7);
    PeerStatus other = told("r2-b", 8);

    for (List<LogStatus.Member> members : List.of(members("r1-a", "r2-b"), THREE)) {
      var digests = new Digests(List.of(one, other), members);

      assertThat(digests.firstDifference(one)).isEmpty();
      assertThat(digests.firstDifference(other)).isEmpty();
      assertThat(digests.firstDispute(one)).contains(1_024L);
      assertThat(digests.word(one)).isEqualTo("Disputed");
      assertThat(digests.word(other)).isEqualTo("Disputed");
    }
  }

  @Test
  void shouldCountMembersOnlyAndEachOnce() {
    PeerStatus member = told("r1-a", 7);

    // Neither one that was a member before, nor one that is heard twice, makes a majority.
    var digests =
        new Digests(
            List.of(member, told("r2-b", 8), told("r2-b", 8), told("r3-old", 8), told("r9-x", 8)),
            THREE);

    assertThat(digests.firstDifference(member)).isEmpty();
    assertThat(digests.lastAgreed()).isZero();
  }

  @Test
  void shouldSayNothingWhereNothingCanBeCompared() {
    var digests = new Digests(List.of(told("r1-a"), told("r2-b", 5)), THREE);

    assertThat(digests.word(told("r1-a"))).isEqualTo("Unknown");
    assertThat(digests.word(told("r2-b", 5))).isEqualTo("Unknown");
  }
}
