package dev.synod.sdk;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An instance of a barrier.
 *
 * @param parties agents whose arrival counts
 * @param needed how many of them must arrive
 */
public record Barrier(
    String group,
    String name,
    String instance,
    Status status,
    List<String> parties,
    int needed,
    List<String> arrived,
    Optional<Instant> deadline) {
  /** Where it stands. */
  public enum Status {
    WAITING,
    OPEN,
    BROKEN
  }

  public Barrier {
    parties = List.copyOf(parties);
    arrived = List.copyOf(arrived);
  }
}
