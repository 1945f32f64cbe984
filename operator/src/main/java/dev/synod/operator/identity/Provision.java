package dev.synod.operator.identity;

/** What became of an agent's identity. */
public sealed interface Provision {
  /** Client and Secret are there. */
  record Ready(String secretName) implements Provision {}

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
