package dev.synod.kernel.member;

import dev.synod.kernel.Event;
import dev.synod.kernel.Scope;

/** A change of the replicas was ordered; nothing in the state follows from it. */
public sealed interface MemberEvent extends Event {
  /** The replica's name, or its id. */
  String replica();

  @Override
  default Scope scope() {
    return Scope.CLUSTER;
  }

  /** A replica was to be taken in. */
  record MemberAdmitted(String replica) implements MemberEvent {}

  /** A replica was to be let go. */
  record MemberDismissed(String replica) implements MemberEvent {}
}
