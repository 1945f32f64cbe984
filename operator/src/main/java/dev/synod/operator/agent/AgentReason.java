package dev.synod.operator.agent;

import dev.synod.operator.condition.Reason;

/** Why an Agent's conditions are as they are. */
enum AgentReason implements Reason {
  /** The client in Keycloak and the Secret are there. */
  PROVISIONED,
  /** A client or Secret of that name is somebody else's. */
  NAME_TAKEN,
  /** Keycloak cannot be asked. */
  KEYCLOAK_UNAVAILABLE,
  /** Synod's ConfigMap with its endpoints is missing. */
  ENDPOINTS_MISSING,
  /** Some instance is connected. */
  CONNECTED,
  /** No instance is connected. */
  NO_INSTANCE_CONNECTED,
  /** The workload has no replicas. */
  SCALED_TO_ZERO,
  /** The Deployment could not be brought about. */
  WORKLOAD_FAILED,
  /** The identity is not there yet. */
  IDENTITY_NOT_READY
}
