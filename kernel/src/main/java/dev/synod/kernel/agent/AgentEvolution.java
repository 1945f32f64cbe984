package dev.synod.kernel.agent;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Recorded;

/** How events change agents, and through them who belongs to which group. */
public final class AgentEvolution {
  private AgentEvolution() {}

  public static KernelState evolve(KernelState state, Recorded at, AgentEvent event) {
    var agents =
        switch (event) {
          case AgentEvent.AgentDeclared e ->
              state
                  .agents()
                  .put(e.ref(), new Agent(e.ref(), e.declaration(), e.spec(), at.revision()));
          case AgentEvent.AgentRetracted e -> state.agents().remove(e.ref());
        };
    KernelState changed = state.withAgents(agents);
    return changed.withGroups(
        changed.groups().reseat(changed.agents(), event.ref(), at.revision()));
  }
}
