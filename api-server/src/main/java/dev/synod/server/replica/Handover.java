package dev.synod.server.replica;

import java.util.List;
import java.util.Optional;

/**
 * What is said of giving leadership away: once, and again where it is another thing, for it is
 * tried each second until somebody takes it.
 */
final class Handover {
  private String said = "";

  /**
   * What is to be said now; empty where it was said before.
   *
   * @param reason why this replica may not lead
   * @param able who may
   */
  Optional<String> news(String reason, List<String> able) {
    String now =
        able.isEmpty()
            ? "Leadership should be given away, %s, but no other replica is able to lead"
                .formatted(reason)
            : "Leadership is given away, %s".formatted(reason);
    if (now.equals(said)) {
      return Optional.empty();
    }
    said = now;
    return Optional.of(now);
  }

  /** This replica may lead, or does not. */
  void over() {
    said = "";
  }
}
