package dev.synod.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.peer.v1.PeerStatus;
import dev.synod.log.LogStatus;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoomTest {
  private static final List<LogStatus.Member> THREE =
      Stream.of("r1-a", "r2-b", "r3-c").map(id -> new LogStatus.Member(id, "127.0.0.1:1")).toList();

  private static PeerStatus told(String id, long freeBytes) {
    return PeerStatus.newBuilder()
        .setId(id)
        .setDiskFreeBytes(freeBytes)
        .setDiskReserveBytes(100)
        .build();
  }

  @Test
  void shouldSufficeWhereAMajorityHasRoom() {
    Room room = Room.of(List.of(told("r1-a", 100), told("r2-b", 500), told("r3-c", 99)), THREE);

    assertThat(room.low()).containsExactly("r3-c");
    assertThat(room.suffices()).isTrue();
    assertThat(room.refusal()).isEmpty();
  }

  @Test
  void shouldRefuseWhereFewerHaveAndNameTheOthers() {
    Room room = Room.of(List.of(told("r1-a", 100), told("r2-b", 0), told("r3-c", 99)), THREE);

    assertThat(room.suffices()).isFalse();
    assertThat(room.refusal()).hasValueSatisfying(why -> assertThat(why).contains("r2-b, r3-c"));
  }

  @Test
  void shouldNotCountOnASilentOneWhereAnotherIsLow() {
    // Given one that is gone: an entry needs both of the others, and one of them will not keep it
    Room room = Room.of(List.of(told("r1-a", 100), told("r2-b", 99)), THREE);

    assertThat(room.suffices()).isFalse();
    assertThat(room.refusal())
        .hasValueSatisfying(why -> assertThat(why).contains("[r2-b]", "1 do not answer"));
  }

  @Test
  void shouldNotCountThoseThatAreNoMembersOrSayNothing() {
    // One that does not answer is the log's affair: it counts it as away by itself.
    Room room = Room.of(List.of(told("r1-a", 100), told("r9-x", 0), told("r2-old", 0)), THREE);

    assertThat(room.low()).isEmpty();
    assertThat(room.suffices()).isTrue();
    assertThat(Room.UNKNOWN.suffices()).isTrue();
    // A replica whose log is not open knows nothing of its disk.
    assertThat(Room.isLow(PeerStatus.getDefaultInstance())).isFalse();
  }
}
