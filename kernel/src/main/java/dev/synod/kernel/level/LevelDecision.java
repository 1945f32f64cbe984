package dev.synod.kernel.level;

import dev.synod.kernel.Code;
import dev.synod.kernel.Draft;
import dev.synod.kernel.Rejection;
import org.jspecify.annotations.Nullable;

/** Decides on the level, which only rises. */
public final class LevelDecision {
  private LevelDecision() {}

  /**
   * Decides on a command.
   *
   * @param known the highest level that this version knows
   * @throws UnknownLevelException if the command asks for a higher one
   */
  public static @Nullable Rejection decide(Draft draft, LevelCommand command, int known) {
    return switch (command) {
      case LevelCommand.RaiseLevel c -> raise(draft, c.level(), known);
    };
  }

  private static @Nullable Rejection raise(Draft draft, int level, int known) {
    int inForce = draft.state().clock().level();
    if (level < inForce) {
      return new Rejection(
          Code.FAILED_PRECONDITION,
          "Expected a level from %d on, which is in force, but found %d: a level is never lowered."
              .formatted(inForce, level));
    }
    if (level > known) {
      throw new UnknownLevelException(level, known);
    }
    if (level > inForce) {
      draft.emit(new LevelEvent.LevelRaised(level));
    }
    return null;
  }
}
