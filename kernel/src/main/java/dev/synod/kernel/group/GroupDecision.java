package dev.synod.kernel.group;

import dev.synod.kernel.Code;
import dev.synod.kernel.Draft;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Names;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.group.GroupCommand.DeclareGroup;
import dev.synod.kernel.group.GroupCommand.RetractGroup;
import dev.synod.kernel.task.Assignment;
import org.jspecify.annotations.Nullable;

/** Decides on declarations of groups, and answers what others must know of a group. */
public final class GroupDecision {
  private GroupDecision() {}

  public static @Nullable Rejection decide(Draft draft, GroupCommand command) {
    return switch (command) {
      case DeclareGroup c -> declare(draft, c);
      case RetractGroup c -> retract(draft, c);
    };
  }

  private static @Nullable Rejection declare(Draft draft, DeclareGroup command) {
    Group present = draft.state().groups().get(command.ref());
    if (present != null
        && (present.declaration().overtakes(command.declaration())
            || (present.declaration().sameAs(command.declaration())
                && present.spec().equals(command.spec())))) {
      return null;
    }
    Rejection refused = checkBounds(command);
    if (refused != null) {
      return refused;
    }
    draft.emit(new GroupEvent.GroupDeclared(command.ref(), command.declaration(), command.spec()));
    Assignment.drainNamespace(draft, command.ref().namespace());
    return null;
  }

  private static @Nullable Rejection checkBounds(DeclareGroup command) {
    Rejection refused = Names.check("group", command.ref().name());
    for (GroupSpec.BarrierSpec barrier : command.spec().barriers()) {
      if (refused == null) {
        refused = Names.check("barrier", barrier.name());
      }
      if (barrier.timeoutMillis() < 0 || barrier.timeoutMillis() > Limits.WAIT_MILLIS_MAX) {
        return new Rejection(
            Code.LIMIT_EXCEEDED, "Expected a barrier's timeout of at most ten years.");
      }
    }
    for (GroupSpec.DecisionSpec decision : command.spec().decisions()) {
      if (decision.deadlineMillis() < 0 || decision.deadlineMillis() > Limits.WAIT_MILLIS_MAX) {
        return new Rejection(
            Code.LIMIT_EXCEEDED, "Expected a decision's deadline of at most ten years.");
      }
      for (int weight : decision.weights().values()) {
        if (weight < 0 || weight > Limits.WEIGHT_MAX) {
          return new Rejection(
              Code.LIMIT_EXCEEDED,
              "Expected a voter's weight of 0 to %d, but found %d."
                  .formatted(Limits.WEIGHT_MAX, weight));
        }
      }
    }
    return refused;
  }

  private static @Nullable Rejection retract(Draft draft, RetractGroup command) {
    Group present = draft.state().groups().get(command.ref());
    if (present != null && present.declaration().uid().equals(command.uid())) {
      draft.emit(new GroupEvent.GroupRetracted(command.ref()));
    }
    return null;
  }

  /** The rejection of a command that names a group which nobody declared. */
  public static Rejection unknown(GroupRef ref) {
    return new Rejection(
        Code.NOT_FOUND,
        "Expected a declared CoordinationGroup %s, but found none. Apply its manifest, or wait until its condition Accepted is True."
            .formatted(ref));
  }
}
