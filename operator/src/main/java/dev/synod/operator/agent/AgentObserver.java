package dev.synod.operator.agent;

import dev.synod.crds.agent.Agent;
import dev.synod.crds.agent.AgentStatus;
import dev.synod.operator.declaration.DeclaredKind;
import dev.synod.operator.declaration.LiveStatusSource;
import dev.synod.operator.declaration.LiveStatusSources;
import dev.synod.operator.declaration.Outcome;
import dev.synod.operator.declaration.Standing;
import dev.synod.operator.identity.Endpoints;
import dev.synod.operator.identity.Identities;
import dev.synod.operator.identity.ManagedBy;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Sees how an Agent stands, in Kubernetes and in the API server, and when that changes. */
@ApplicationScoped
class AgentObserver {
  private final KubernetesClient kubernetes;
  private final Workloads workloads;
  private final Endpoints endpoints;
  private final LiveStatusSource<Agent> live;

  AgentObserver(
      KubernetesClient kubernetes,
      Workloads workloads,
      Endpoints endpoints,
      Identities identities,
      LiveStatusSources sources) {
    this.kubernetes = kubernetes;
    this.workloads = workloads;
    this.endpoints = endpoints;
    this.live =
        sources.of(
            DeclaredKind.AGENTS, Agent.class, reconcile -> identities.prune(this::uidsOfAgents));
  }

  List<EventSource<?, Agent>> eventSources(EventSourceContext<Agent> context) {
    return List.of(
        live,
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Deployment.class, Agent.class)
                .withLabelSelector(ManagedBy.LABEL + "=" + ManagedBy.OPERATOR)
                .build(),
            context));
  }

  AgentObservation observe(Agent agent) {
    return new AgentObservation(agent, workloads.of(agent), endpoints.read());
  }

  /** How an Agent stands with the API server, given what became of declaring it. */
  Standing<AgentStatus> standing(Agent agent, Outcome declaration) {
    return live.standing(declaration, agent, AgentStatus.class);
  }

  private Set<String> uidsOfAgents() {
    return kubernetes.resources(Agent.class).inAnyNamespace().list().getItems().stream()
        .map(agent -> agent.getMetadata().getUid())
        .collect(Collectors.toSet());
  }
}
