package dev.synod.server.gateway;

import dev.synod.kernel.Table;
import dev.synod.kernel.agent.Agent;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.log.ReplicatedLog;
import dev.synod.server.identity.AgentRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The clients of the agents that are declared now. */
@ApplicationScoped
class DeclaredClients implements AgentRegistry {
  /**
   * What a rotation puts behind the id of an agent's first client, so that the former credentials
   * and the new ones work side by side. No name of an agent can end so.
   */
  private static final Pattern GENERATION = Pattern.compile("_[1-9][0-9]{0,8}$");

  private final ReplicatedLog log;
  private volatile Index index = new Index(Table.empty(), Map.of());

  /** Which agents it was made from, to know when it is old. */
  private record Index(Table<AgentRef, Agent> agents, Map<String, AgentRef> byClient) {}

  @Inject
  DeclaredClients(ReplicatedLog log) {
    this.log = log;
  }

  @Override
  public Optional<AgentRef> ofClient(String clientId) {
    Table<AgentRef, Agent> agents = log.state().agents();
    Index current = index;
    if (!isOf(current, agents)) {
      current = new Index(agents, byClient(agents));
      index = current;
    }
    return clientId.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(
            current.byClient().get(GENERATION.matcher(clientId).replaceFirst("")));
  }

  @SuppressWarnings(
      "ReferenceEquality") // The same table is the same content; comparing contents would cost
  // more.
  private static boolean isOf(Index index, Table<AgentRef, Agent> agents) {
    return index.agents() == agents;
  }

  /** A client that two agents claim is nobody's. */
  private static Map<String, AgentRef> byClient(Table<AgentRef, Agent> agents) {
    var found = new HashMap<String, AgentRef>();
    var twice = new HashMap<String, AgentRef>();
    for (Agent agent : agents.values()) {
      String client = agent.spec().clientId();
      if (!client.isEmpty() && found.put(client, agent.ref()) != null) {
        twice.put(client, agent.ref());
      }
    }
    found.keySet().removeAll(twice.keySet());
    return Map.copyOf(found);
  }
}
