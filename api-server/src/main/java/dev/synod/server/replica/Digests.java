package dev.synod.server.replica;

import dev.synod.api.peer.v1.DigestPoint;
import dev.synod.api.peer.v1.PeerStatus;
import dev.synod.log.LogStatus;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether replicas that applied the same entries have the same state; the majority is right. */
final class Digests {
  /** What a majority of the members has, by log index. */
  private final TreeMap<Long, Long> agreed = new TreeMap<>();

  /** Indexes at which members differ, and none of the digests has a majority. */
  private final Set<Long> disputed = new TreeSet<>();

  /**
   * Compares what members tell; what others tell does not count.
   *
   * @param members all of them, those that do not answer too
   */
  Digests(Collection<PeerStatus> statuses, List<LogStatus.Member> members) {
    Set<String> voters = members.stream().map(LogStatus.Member::id).collect(Collectors.toSet());
    var heard = new HashSet<String>();
    var votes = new TreeMap<Long, Map<Long, Integer>>();
    for (PeerStatus status : statuses) {
      if (voters.contains(status.getId()) && heard.add(status.getId())) {
        for (DigestPoint point : status.getDigestPointsList()) {
          votes
              .computeIfAbsent(point.getIndex(), index -> new HashMap<>())
              .merge(point.getDigest(), 1, Integer::sum);
        }
      }
    }
    votes.forEach((index, byDigest) -> judge(index, byDigest, members.size()));
  }

  private void judge(long index, Map<Long, Integer> byDigest, int members) {
    byDigest.forEach(
        (digest, count) -> {
          if (count > members / 2) {
            agreed.put(index, digest);
          }
        });
    if (byDigest.size() > 1 && !agreed.containsKey(index)) {
      disputed.add(index);
    }
  }

  /** The last index at which a majority agrees, or 0. */
  long lastAgreed() {
    return agreed.isEmpty() ? 0 : agreed.lastKey();
  }

  /** The first index at which a replica differs from the majority. */
  Optional<Long> firstDifference(PeerStatus status) {
    return status.getDigestPointsList().stream()
        .filter(
            point -> {
              Long digest = agreed.get(point.getIndex());
              return digest != null && digest != point.getDigest();
            })
        .map(DigestPoint::getIndex)
        .min(Long::compare);
  }

  /** The first index at which a replica differs from another one, and no majority says who. */
  Optional<Long> firstDispute(PeerStatus status) {
    return status.getDigestPointsList().stream()
        .map(DigestPoint::getIndex)
        .filter(disputed::contains)
        .min(Long::compare);
  }

  /**
   * {@code Agrees}, {@code Differs}, {@code Disputed} where no majority says who is right, or
   * {@code Unknown} where nothing can be compared.
   */
  String word(PeerStatus status) {
    if (firstDifference(status).isPresent()) {
      return "Differs";
    }
    if (firstDispute(status).isPresent()) {
      return "Disputed";
    }
    boolean comparable =
        status.getDigestPointsList().stream()
            .anyMatch(point -> agreed.containsKey(point.getIndex()));
    return comparable ? "Agrees" : "Unknown";
  }
}
