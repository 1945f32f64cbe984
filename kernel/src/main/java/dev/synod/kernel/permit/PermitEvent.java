package dev.synod.kernel.permit;

import dev.synod.kernel.Event;
import dev.synod.kernel.Scope;

/** What happened to permits and policies. */
public sealed interface PermitEvent extends Event {
  record PermitGranted(Permit permit) implements PermitEvent {
    @Override
    public Scope scope() {
      return permit.scope();
    }
  }

  record PermitEnded(long id, Scope scope, String reason) implements PermitEvent {}

  /** A policy is in force, as {@link PermitCommand.ActivatePolicy} says. */
  record PolicyActivated(long policyRevision, String digest, long composedAt, boolean baseOnly)
      implements PermitEvent {
    @Override
    public Scope scope() {
      return Scope.CLUSTER;
    }
  }
}
