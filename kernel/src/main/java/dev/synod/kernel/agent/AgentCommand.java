package dev.synod.kernel.agent;

import dev.synod.kernel.Action;
import dev.synod.kernel.Command;
import dev.synod.kernel.Scope;

/** Declarations of agents. */
public sealed interface AgentCommand extends Command {
  /** The agent. */
  AgentRef ref();

  @Override
  default String action() {
    return Action.DECLARATION_WRITE;
  }

  @Override
  default Scope scope() {
    return Scope.of(ref().namespace());
  }

  /** Declares an agent, or a newer generation of it. */
  record DeclareAgent(AgentRef ref, Declaration declaration, AgentSpec spec)
      implements AgentCommand {}

  /** Takes the declaration back, if it is still this object's. */
  record RetractAgent(AgentRef ref, String uid) implements AgentCommand {}
}
