package dev.synod.server.replica;

import dev.synod.api.peer.v1.DigestPoint;
import dev.synod.api.peer.v1.PeerStatus;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether replicas that applied the same entries have the same state; the majority is right. */
final class Digests {
  /** What a majority of the members has, by log index. */
  private final TreeMap<Long, Long> agreed = new TreeMap<>();

  /**
   * Compares what members tell.
   *
   * @param members how many there are, those that do not answer too
   */
  Digests(Collection<PeerStatus> statuses, int members) {
    var votes = new TreeMap<Long, Map<Long, Integer>>();
    for (PeerStatus status : statuses) {
      for (DigestPoint point : status.getDigestPointsList()) {
        votes
            .computeIfAbsent(point.getIndex(), index -> new HashMap<>())
            .merge(point.getDigest(), 1, Integer::sum);
      }
    }
    votes.forEach(
        (index, byDigest) ->
            byDigest.forEach(
                (digest, count) -> {
                  if (count > members / 2) {
                    agreed.put(index, digest);
                  }
                }));
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

  /** {@code Agrees}, {@code Differs}, or {@code Unknown} where nothing can be compared. */
  String word(PeerStatus status) {
    boolean comparable =
        status.getDigestPointsList().stream()
            .anyMatch(point -> agreed.containsKey(point.getIndex()));
    if (!comparable) {
      return "Unknown";
    }
    return firstDifference(status).isPresent() ? "Differs" : "Agrees";
  }
}
