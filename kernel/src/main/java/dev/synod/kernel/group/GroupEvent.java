package dev.synod.kernel.group;

import dev.synod.kernel.Event;
import dev.synod.kernel.Scope;
import dev.synod.kernel.agent.Declaration;

/** What happened to groups. */
public sealed interface GroupEvent extends Event {
  /** The group. */
  GroupRef ref();

  @Override
  default Scope scope() {
    return ref().scope();
  }

  record GroupDeclared(GroupRef ref, Declaration declaration, GroupSpec spec)
      implements GroupEvent {}

  record GroupRetracted(GroupRef ref) implements GroupEvent {}
}
