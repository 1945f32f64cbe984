package dev.synod.kernel.group;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Recorded;

/** How events change groups. */
public final class GroupEvolution {
  private GroupEvolution() {}

  public static KernelState evolve(KernelState state, Recorded at, GroupEvent event) {
    return switch (event) {
      case GroupEvent.GroupDeclared e ->
          state.withGroups(
              state
                  .groups()
                  .declare(e.ref(), e.declaration(), e.spec(), state.agents(), at.revision()));
      case GroupEvent.GroupRetracted e ->
          state
              .withGroups(state.groups().retract(e.ref()))
              .withDocuments(state.documents().dropGroup(e.ref()));
    };
  }
}
