package dev.synod.server.view;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.agent.Agent;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.group.Group;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.task.Task;
import java.util.HashMap;
import java.util.Map;

/** How busy each agent is, counted in one pass over sessions and queues. */
public final class AgentLoads {
  private final Map<AgentRef, int[]> byAgent = new HashMap<>();

  private static final int CONNECTED = 0;
  private static final int BUSY = 1;
  private static final int RUNNING = 2;
  private static final int QUEUED = 3;

  public AgentLoads(KernelState state) {
    for (Session session : state.sessions().table().values()) {
      if (session.agent() != null) {
        int[] load = load(session.agent());
        load[CONNECTED]++;
        load[BUSY] += session.holdings().tasks().isEmpty() ? 0 : 1;
        load[RUNNING] += session.holdings().tasks().size();
      }
    }
    state.tasks().queues().forEach((key, queue) -> addQueue(state, key, queue.size()));
  }

  private void addQueue(KernelState state, Task.QueueKey key, int waiting) {
    Group group = state.groups().get(new GroupRef(key.namespace(), key.group()));
    if (group == null) {
      return;
    }
    for (String member : group.members()) {
      var ref = new AgentRef(key.namespace(), member);
      Agent agent = state.agents().get(ref);
      boolean named = key.agent().isEmpty() || key.agent().equals(member);
      if (named && agent != null && agent.spec().offers(key.capability())) {
        load(ref)[QUEUED] += waiting;
      }
    }
  }

  private int[] load(AgentRef ref) {
    return byAgent.computeIfAbsent(ref, r -> new int[4]);
  }

  public Counts.Instances instances(AgentRef ref) {
    int[] load = byAgent.getOrDefault(ref, new int[4]);
    return new Counts.Instances(load[CONNECTED], load[BUSY]);
  }

  public Counts.Tasks tasks(AgentRef ref) {
    int[] load = byAgent.getOrDefault(ref, new int[4]);
    return new Counts.Tasks(load[RUNNING], load[QUEUED]);
  }

  /** The group's members, and those of them that are connected. */
  public Counts.Members members(Group group) {
    int ready = 0;
    for (String member : group.members()) {
      if (instances(new AgentRef(group.ref().namespace(), member)).connected() > 0) {
        ready++;
      }
    }
    return new Counts.Members(ready, group.members().size());
  }
}
