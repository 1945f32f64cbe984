package dev.synod.operator.identity;

import java.time.Instant;
import java.util.Optional;

/** What became of an agent's identity. */
public sealed interface Provision {
  /**
   * Client and Secret are there.
   *
   * @param due when they are made anew
   * @param formerUntil how long the former ones work; empty when there are none any more
   * @param unreadable a request to make them anew that is no time
   */
  record Ready(
      String secretName, Instant due, Optional<Instant> formerUntil, Optional<String> unreadable)
      implements Provision {
    /** When something is to be done the next time. */
    public Instant nextChange() {
      return formerUntil.filter(due::isAfter).orElse(due);
    }
  }

  /** Something of that name is there and is somebody else's. */
  record Taken(String message) implements Provision {}

  /**
   * Keycloak could not be asked.
   *
   * @param secretPresent whether the agent has credentials from before
   */
  record Unreachable(boolean secretPresent, String message) implements Provision {}

  /** Synod's ConfigMap with the endpoints is missing. */
  record EndpointsMissing(String message) implements Provision {}
}
