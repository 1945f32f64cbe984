package dev.synod.kernel.policy;

import dev.synod.kernel.Event;
import dev.synod.kernel.Scope;
import dev.synod.kernel.agent.Declaration;

/** What happened to declared policies. */
public sealed interface PolicyEvent extends Event {

  record PolicyDeclared(PolicyRef ref, Declaration declaration, PolicySpec spec)
      implements PolicyEvent {
    @Override
    public Scope scope() {
      return Scope.of(ref.namespace());
    }
  }

  record PolicyRetracted(PolicyRef ref) implements PolicyEvent {
    @Override
    public Scope scope() {
      return Scope.of(ref.namespace());
    }
  }

  record PolicyRefused(PolicyRef ref, String message) implements PolicyEvent {
    @Override
    public Scope scope() {
      return Scope.of(ref.namespace());
    }
  }

  record BreakGlassBegan(BreakGlass breakGlass) implements PolicyEvent {
    @Override
    public Scope scope() {
      return Scope.CLUSTER;
    }
  }

  /**
   * The emergency is over.
   *
   * @param subject who ended it; empty where its time did
   */
  record BreakGlassEnded(String subject) implements PolicyEvent {
    @Override
    public Scope scope() {
      return Scope.CLUSTER;
    }
  }
}
