package dev.synod.server.replica;

import dev.synod.api.peer.v1.PeerStatus;
import dev.synod.log.LogStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether enough disks have room: an entry that fewer than a majority can keep would wait for ever.
 *
 * @param members how many there are, those that do not answer too
 * @param low ids of members that have told that their disk is below its reserve
 */
record Room(int members, Set<String> low) {
  /** Nothing is known, and nothing is refused. */
  static final Room UNKNOWN = new Room(0, Set.of());

  /**
   * What members tell.
   *
   * @param told by members and by others, who do not count
   */
  static Room of(List<PeerStatus> told, List<LogStatus.Member> members) {
    Set<String> ids = members.stream().map(LogStatus.Member::id).collect(Collectors.toSet());
    return new Room(
        members.size(),
        told.stream()
            .filter(Room::isLow)
            .map(PeerStatus::getId)
            .filter(ids::contains)
            .collect(Collectors.toUnmodifiableSet()));
  }

  static boolean isLow(PeerStatus status) {
    return status.getDiskFreeBytes() < status.getDiskReserveBytes();
  }

  /** Whether a majority has room. */
  boolean suffices() {
    return members == 0 || members - low.size() > members / 2;
  }

  /** Why nothing can be taken, if so. */
  Optional<String> refusal() {
    return suffices()
        ? Optional.empty()
        : Optional.of(
            "Expected room on the disks of more than half of %d replicas, but %s are below their reserve; nothing was changed, and reads go on. Give them more room, then try again."
                .formatted(members, low.stream().sorted().toList()));
  }
}
