package dev.synod.dev.node;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The status of a Deployment as Kubernetes' own controller would write it. */
final class DeploymentStatuses {

  private DeploymentStatuses() {}

  /**
   * Renders the status.
   *
   * @param running how many of the wanted processes run
   * @param problem why one of them does not; empty when all do
   */
  static DeploymentStatus render(Deployment deployment, int running, String problem, Instant now) {
    int wanted = deployment.getSpec().getReplicas();
    boolean available = running >= wanted;
    List<DeploymentCondition> conditions = new ArrayList<>();
    conditions.add(
        condition(
            deployment,
            "Available",
            available,
            available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            "%d of %d processes run".formatted(running, wanted),
            now));
    conditions.add(
        condition(
            deployment,
            "Progressing",
            true,
            available ? "NewReplicaSetAvailable" : "ReplicaSetUpdated",
            "The dev node runs it",
            now));
    if (!available && !problem.isEmpty()) {
      conditions.add(condition(deployment, "ReplicaFailure", true, "FailedCreate", problem, now));
    }
    return new DeploymentStatusBuilder()
        .withObservedGeneration(deployment.getMetadata().getGeneration())
        .withReplicas(wanted)
        .withUpdatedReplicas(wanted)
        .withReadyReplicas(running)
        .withAvailableReplicas(running)
        .withUnavailableReplicas(available ? null : wanted - running)
        .withConditions(conditions)
        .build();
  }

  private static DeploymentCondition condition(
      Deployment deployment,
      String type,
      boolean holds,
      String reason,
      String message,
      Instant now) {
    String status = holds ? "True" : "False";
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    Optional<DeploymentCondition> before =
        Optional.ofNullable(deployment.getStatus()).stream()
            .flatMap(found -> found.getConditions().stream())
            .filter(found -> found.getType().equals(type))
            .findFirst();
    String since =
        before
            .filter(found -> found.getStatus().equals(status))
            .map(DeploymentCondition::getLastTransitionTime)
            .orElse(time);
    boolean same =
        before
            .filter(found -> found.getStatus().equals(status))
            .filter(found -> message.equals(found.getMessage()))
            .isPresent();
    return new DeploymentConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .withLastTransitionTime(since)
        .withLastUpdateTime(same ? before.orElseThrow().getLastUpdateTime() : time)
        .build();
  }
}
