package dev.synod.kernel.session;

import dev.synod.kernel.Event;
import dev.synod.kernel.Scope;
import dev.synod.kernel.agent.AgentRef;
import org.jspecify.annotations.Nullable;

/** What happened to sessions. */
public sealed interface SessionEvent extends Event {
  record SessionOpened(long id, String subject, @Nullable AgentRef agent, SessionSpec spec)
      implements SessionEvent {
    @Override
    public Scope scope() {
      return Scope.of(spec.namespace());
    }
  }

  record SessionEnded(long id, String namespace, String reason) implements SessionEvent {
    @Override
    public Scope scope() {
      return Scope.of(namespace);
    }
  }
}
