package dev.synod.operator.agent;

import dev.synod.crds.agent.AgentStatus;
import dev.synod.operator.declaration.Standing;
import dev.synod.operator.identity.Provision;
import java.time.Instant;
import java.util.Optional;

/**
 * What was done for an Agent, and how it went.
 *
 * @param standing how it stands with the API server
 * @param identity whether it has credentials
 * @param workloadFailure why its Deployment is not as wanted; empty when it is
 */
record AgentActs(
    Standing<AgentStatus> standing, Provision identity, Optional<String> workloadFailure) {
  /** Whether nothing is to be tried again soon. */
  boolean isComplete() {
    return standing.isDeclared()
        && identity instanceof Provision.Ready
        && workloadFailure.isEmpty();
  }

  /** When something is to be done the next time, as far as that is known. */
  Optional<Instant> nextChange() {
    return identity instanceof Provision.Ready ready
        ? Optional.of(ready.nextChange())
        : Optional.empty();
  }

  /** Instances that are connected, as far as the API server told. */
  int connected() {
    return standing
        .live()
        .map(AgentStatus::instances)
        .map(AgentStatus.Instances::connected)
        .orElse(0);
  }
}
