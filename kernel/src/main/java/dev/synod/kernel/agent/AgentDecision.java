package dev.synod.kernel.agent;

import dev.synod.kernel.Code;
import dev.synod.kernel.Draft;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Names;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.agent.AgentCommand.DeclareAgent;
import dev.synod.kernel.agent.AgentCommand.RetractAgent;
import dev.synod.kernel.session.SessionDecision;
import dev.synod.kernel.task.Assignment;
import org.jspecify.annotations.Nullable;

/** Decides on declarations of agents. */
public final class AgentDecision {
  private AgentDecision() {}

  public static @Nullable Rejection decide(Draft draft, AgentCommand command) {
    return switch (command) {
      case DeclareAgent c -> declare(draft, c);
      case RetractAgent c -> retract(draft, c);
    };
  }

  private static @Nullable Rejection declare(Draft draft, DeclareAgent command) {
    Rejection misnamed = Names.check("agent", command.ref().name());
    if (misnamed != null) {
      return misnamed;
    }
    if (command.spec().capabilities().size() > Limits.CAPABILITIES_MAX) {
      return new Rejection(
          Code.LIMIT_EXCEEDED,
          "Expected at most %d capabilities, but agent %s declares %d."
              .formatted(
                  Limits.CAPABILITIES_MAX, command.ref(), command.spec().capabilities().size()));
    }
    Agent present = draft.state().agents().get(command.ref());
    if (present != null
        && (present.declaration().overtakes(command.declaration())
            || (present.declaration().sameAs(command.declaration())
                && present.spec().equals(command.spec())))) {
      return null;
    }
    draft.emit(new AgentEvent.AgentDeclared(command.ref(), command.declaration(), command.spec()));
    Assignment.drainNamespace(draft, command.ref().namespace());
    return null;
  }

  private static @Nullable Rejection retract(Draft draft, RetractAgent command) {
    Agent present = draft.state().agents().get(command.ref());
    if (present == null || !present.declaration().uid().equals(command.uid())) {
      return null;
    }
    draft.emit(new AgentEvent.AgentRetracted(command.ref()));
    SessionDecision.endSessionsOf(
        draft, command.ref().subject(), "The agent's declaration was taken back.");
    return null;
  }
}
