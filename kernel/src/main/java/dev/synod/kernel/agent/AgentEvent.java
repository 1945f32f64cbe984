package dev.synod.kernel.agent;

import dev.synod.kernel.Event;
import dev.synod.kernel.Scope;

/** What happened to agents. */
public sealed interface AgentEvent extends Event {
  /** The agent. */
  AgentRef ref();

  @Override
  default Scope scope() {
    return Scope.of(ref().namespace());
  }

  record AgentDeclared(AgentRef ref, Declaration declaration, AgentSpec spec)
      implements AgentEvent {}

  record AgentRetracted(AgentRef ref) implements AgentEvent {}
}
