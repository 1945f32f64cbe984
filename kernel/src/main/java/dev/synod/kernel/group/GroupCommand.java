package dev.synod.kernel.group;

import dev.synod.kernel.Action;
import dev.synod.kernel.Command;
import dev.synod.kernel.Scope;
import dev.synod.kernel.agent.Declaration;

/** Declarations of groups. */
public sealed interface GroupCommand extends Command {
  /** The group. */
  GroupRef ref();

  @Override
  default String action() {
    return Action.DECLARATION_WRITE;
  }

  @Override
  default Scope scope() {
    return Scope.of(ref().namespace());
  }

  /** Declares a group, or a newer generation of it. */
  record DeclareGroup(GroupRef ref, Declaration declaration, GroupSpec spec)
      implements GroupCommand {}

  /** Takes the declaration back, if it is still this object's; its documents go with it. */
  record RetractGroup(GroupRef ref, String uid) implements GroupCommand {}
}
