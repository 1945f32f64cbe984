package dev.synod.operator.agent;

import dev.synod.crds.Condition;
import dev.synod.crds.agent.Agent;
import dev.synod.crds.agent.AgentStatus;
import dev.synod.operator.condition.Conditions;
import dev.synod.operator.condition.Verdict;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the status of an Agent. */
final class AgentStatusFactory {
  static final String IDENTITY_READY = "IdentityReady";

  private AgentStatusFactory() {}

  /** The status of an Agent that was acted on. */
  static AgentStatus status(AgentObservation observed, AgentActs acts, Instant now) {
    Agent agent = observed.agent();
    List<Condition> conditions =
        conditions(agent, now)
            .with(Conditions.ACCEPTED, acts.standing().accepted())
            .with(IDENTITY_READY, AgentChecks.identityReady(acts))
            .with(Conditions.READY, AgentChecks.ready(new AgentChecks.Acted(agent.getSpec(), acts)))
            .list();
    return new AgentStatus(
        agent.getMetadata().getGeneration(),
        conditions,
        replicas(observed.deployment()),
        Deployments.selector(agent),
        acts.standing().live().map(AgentStatus::instances).orElse(null),
        acts.standing().live().map(AgentStatus::tasks).orElse(null));
  }

  /** The status of an Agent whose spec is not understood. */
  static AgentStatus notAccepted(AgentObservation observed, Verdict why, Instant now) {
    return withConditions(
        observed.agent(),
        conditions(observed.agent(), now)
            .with(Conditions.ACCEPTED, why)
            .with(Conditions.READY, why)
            .list());
  }

  /** The status of an Agent whose readiness alone is known to be different. */
  static AgentStatus withReady(Agent agent, Verdict ready, Instant now) {
    List<Condition> others =
        previous(agent).stream().filter(one -> !one.type().equals(Conditions.READY)).toList();
    List<Condition> conditions = new ArrayList<>(others);
    conditions.addAll(conditions(agent, now).with(Conditions.READY, ready).list());
    return withConditions(agent, conditions);
  }

  private static AgentStatus withConditions(Agent agent, List<Condition> conditions) {
    AgentStatus before = agent.getStatus();
    return new AgentStatus(
        agent.getMetadata().getGeneration(),
        conditions,
        before == null ? null : before.replicas(),
        before == null ? null : before.selector(),
        before == null ? null : before.instances(),
        before == null ? null : before.tasks());
  }

  static List<Condition> previous(Agent agent) {
    return agent.getStatus() == null ? List.of() : agent.getStatus().conditions();
  }

  private static Conditions conditions(Agent agent, Instant now) {
    return new Conditions(previous(agent), agent.getMetadata().getGeneration(), now);
  }

  private static int replicas(Optional<Deployment> deployment) {
    @Nullable Integer replicas =
        deployment.map(Deployment::getStatus).map(DeploymentStatus::getReplicas).orElse(null);
    return replicas == null ? 0 : replicas;
  }
}
