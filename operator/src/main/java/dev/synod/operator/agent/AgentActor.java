package dev.synod.operator.agent;

import dev.synod.crds.agent.Agent;
import dev.synod.operator.OperatorConfiguration;
import dev.synod.operator.declaration.Declaration;
import dev.synod.operator.declaration.Declarations;
import dev.synod.operator.declaration.DeclaredKind;
import dev.synod.operator.declaration.Outcome;
import dev.synod.operator.identity.AgentClient;
import dev.synod.operator.identity.Endpoints;
import dev.synod.operator.identity.Identities;
import dev.synod.operator.identity.Provision;
import dev.synod.operator.identity.Rotation;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Does for an Agent what has to be done: declares it, gives it credentials, has it run. */
@ApplicationScoped
class AgentActor {
  private final AgentObserver observer;
  private final Declarations declarations;
  private final Identities identities;
  private final Endpoints endpoints;
  private final Workloads workloads;
  private final String ownServer;

  AgentActor(
      AgentObserver observer,
      Declarations declarations,
      Identities identities,
      Endpoints endpoints,
      Workloads workloads,
      OperatorConfiguration configuration) {
    this.observer = observer;
    this.declarations = declarations;
    this.identities = identities;
    this.endpoints = endpoints;
    this.workloads = workloads;
    this.ownServer =
        configuration.server().stream().map(URI::toString).collect(Collectors.joining(","));
  }

  /** Each act is tried whatever became of the others. */
  AgentActs act(AgentObservation observed) {
    Agent agent = observed.agent();
    Outcome declaration = declarations.declare(declarationOf(agent));
    Provision identity = identity(agent, observed.endpoints());
    String server = observed.endpoints().map(one -> one.get("server")).orElse(ownServer);
    Optional<String> workload = workloads.apply(agent, observed.deployment(), server);
    return new AgentActs(observer.standing(agent, declaration), identity, workload);
  }

  private Provision identity(Agent agent, Optional<Map<String, String>> found) {
    Provision provision =
        identities.provide(
            agent,
            Rotation.of(agent, agent.getSpec().identity()),
            found.map(one -> one.get("issuer")).filter(Objects::nonNull));
    found.ifPresent(one -> endpoints.copyTo(agent.getMetadata().getNamespace(), one));
    return found.isPresent() || !(provision instanceof Provision.Ready)
        ? provision
        : new Provision.EndpointsMissing(
            "ConfigMap %s does not exist: install Synod, which makes it"
                .formatted(endpoints.source()));
  }

  /** Takes an Agent's client away; answers what keeps that from being done. */
  Optional<String> withdraw(Agent agent) {
    workloads.forget(agent);
    try {
      identities.withdraw(agent);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(Objects.requireNonNullElse(e.getMessage(), e.toString()));
    }
  }

  private static Declaration declarationOf(Agent agent) {
    String namespace = agent.getMetadata().getNamespace();
    String name = agent.getMetadata().getName();
    return Declaration.of(DeclaredKind.AGENTS, agent)
        .with("labels", Objects.requireNonNullElse(agent.getMetadata().getLabels(), Map.of()))
        .with("clientId", AgentClient.clientId(namespace, name));
  }
}
