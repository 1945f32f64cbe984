package dev.synod.server.replica;

import dev.synod.api.peer.v1.PeerStatus;
import dev.synod.log.LogStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether enough disks have room: an entry that fewer than a majority can keep would wait for ever.
 *
 * @param members how many there are, those that do not answer too
 * @param low ids of members that have told that their disk is below its reserve
 * @param silent how many members have told nothing: as long as no disk is low they are the log's
 *     affair alone, but they can't be counted on where one is
 */
record Room(int members, Set<String> low, int silent) {
  /** Nothing is known, and nothing is refused. */
  static final Room UNKNOWN = new Room(0, Set.of(), 0);

  /**
   * What members tell.
   *
   * @param told by members and by others, who do not count
   */
  static Room of(List<PeerStatus> told, List<LogStatus.Member> members) {
    Map<String, Boolean> lowById =
        told.stream()
            .filter(status -> members.stream().anyMatch(one -> one.id().equals(status.getId())))
            .collect(Collectors.toMap(PeerStatus::getId, Room::isLow, Boolean::logicalOr));
    Set<String> low =
        lowById.keySet().stream()
            .filter(id -> Boolean.TRUE.equals(lowById.get(id)))
            .collect(Collectors.toUnmodifiableSet());
    return new Room(members.size(), low, members.size() - lowById.size());
  }

  static boolean isLow(PeerStatus status) {
    return status.getDiskFreeBytes() < status.getDiskReserveBytes();
  }

  /** Whether a majority has room. */
  boolean suffices() {
    return low.isEmpty() || members - low.size() - silent > members / 2;
  }

  /** Why nothing can be taken, if so. */
  Optional<String> refusal() {
    return suffices()
        ? Optional.empty()
        : Optional.of(
            "Expected room on the disks of more than half of %d replicas, but %s are below their reserve%s; nothing was changed, and reads go on. Give them more room, then try again."
                .formatted(
                    members,
                    low.stream().sorted().toList(),
                    silent == 0 ? "" : " and %d do not answer".formatted(silent)));
  }
}
