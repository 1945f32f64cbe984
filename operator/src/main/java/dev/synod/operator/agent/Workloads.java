package dev.synod.operator.agent;

import dev.synod.crds.agent.Agent;
import dev.synod.operator.identity.ManagedBy;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkiverse.operatorsdk.annotations.RBACRule;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Brings about the Deployment of each Agent that has a workload. */
@ApplicationScoped
@RBACRule(
    apiGroups = "apps",
    resources = "deployments",
    verbs = {"get", "list", "watch", "create", "patch", "delete"})
class Workloads {
  private final KubernetesClient kubernetes;

  /** What was applied last for an Agent, by its uid; it saves to apply the same again. */
  private final Map<String, Applied> applied = new ConcurrentHashMap<>();

  /** A Deployment, and its generation afterwards: another one means that somebody changed it. */
  private record Applied(Deployment wanted, Long generation) {
    Applied(Deployment wanted, Deployment result) {
      this(wanted, result.getMetadata().getGeneration());
    }
  }

  Workloads(KubernetesClient kubernetes) {
    this.kubernetes = kubernetes;
  }

  /**
   * Brings the Deployment to what the Agent says.
   *
   * @param present the Deployment of the Agent's name, whoever made it
   * @return why it is not so; empty when it is
   */
  Optional<String> apply(Agent agent, Optional<Deployment> present, String server) {
    boolean ours = present.filter(one -> ManagedBy.isOwnedBy(one, agent)).isPresent();
    var workload = agent.getSpec().workload();
    if (workload == null || workload.container() == null) {
      if (ours) {
        kubernetes.resource(present.orElseThrow()).delete();
        applied.remove(uid(agent));
      }
      return Optional.empty();
    }
    if (present.isPresent() && !ours) {
      return Optional.of(
          "Deployment %s exists and is not this Agent's: delete it or rename the Agent"
              .formatted(agent.getMetadata().getName()));
    }
    Deployment wanted = Deployments.render(agent, workload.container(), server);
    if (present.isPresent() && new Applied(wanted, present.get()).equals(applied.get(uid(agent)))) {
      return Optional.empty();
    }
    try {
      Deployment result =
          kubernetes
              .resource(wanted)
              .fieldManager(ManagedBy.OPERATOR)
              .forceConflicts()
              .serverSideApply();
      applied.put(uid(agent), new Applied(wanted, result));
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(Objects.requireNonNullElse(e.getMessage(), e.toString()));
    }
  }

  /** The Deployment of an Agent that goes goes with it. */
  void forget(Agent agent) {
    applied.remove(uid(agent));
  }

  private static String uid(Agent agent) {
    return agent.getMetadata().getUid();
  }

  /** The Deployment of an Agent's name, whoever made it. */
  Optional<Deployment> of(Agent agent) {
    return Optional.ofNullable(
        kubernetes
            .apps()
            .deployments()
            .inNamespace(agent.getMetadata().getNamespace())
            .withName(agent.getMetadata().getName())
            .get());
  }
}
