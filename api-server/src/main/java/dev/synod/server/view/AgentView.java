package dev.synod.server.view;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.agent.Agent;
import dev.synod.kernel.agent.Capability;
import dev.synod.kernel.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An agent as it is declared and as it lives.
 *
 * @param capabilities {@code name} or {@code name@version}
 * @param groups that it belongs to
 */
public record AgentView(
    String namespace,
    String name,
    List<String> capabilities,
    Map<String, String> labels,
    String clientId,
    int concurrentTasks,
    int queuedTasks,
    List<String> groups,
    Counts.Instances instances,
    Counts.Tasks tasks,
    List<SessionView> sessions,
    String revision) {

  /** A live session of the agent. */
  public record SessionView(String id, int tasks, int concurrentTasks, long ttlMillis) {}

  public static AgentView of(KernelState state, Agent agent, AgentLoads loads) {
    var ref = agent.ref();
    var spec = agent.spec();
    var groups = new ArrayList<String>();
    for (var group : state.groups().in(ref.namespace())) {
      if (group.hasMember(ref.name())) {
        groups.add(group.ref().name());
      }
    }
    return new AgentView(
        ref.namespace(),
        ref.name(),
        spec.capabilities().stream().map(Capability::qualified).toList(),
        spec.labels(),
        spec.clientId(),
        spec.concurrentTasks(),
        spec.queuedTasks(),
        groups,
        loads.instances(ref),
        loads.tasks(ref),
        sessions(state, agent),
        Revisions.text(state.clock(), agent.revision()));
  }

  private static List<SessionView> sessions(KernelState state, Agent agent) {
    var sessions = new ArrayList<SessionView>();
    for (long id : state.sessions().of(agent.ref().subject())) {
      Session session = state.sessions().get(id);
      if (session != null) {
        sessions.add(
            new SessionView(
                Long.toString(id),
                session.holdings().tasks().size(),
                session.spec().concurrentTasks(),
                session.spec().ttlMillis()));
      }
    }
    return sessions;
  }
}
