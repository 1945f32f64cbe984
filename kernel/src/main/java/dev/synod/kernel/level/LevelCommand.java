package dev.synod.kernel.level;

import dev.synod.kernel.Action;
import dev.synod.kernel.Command;
import dev.synod.kernel.Scope;

/** Puts newer behaviour in force. */
public sealed interface LevelCommand extends Command {
  /**
   * Raises the level. Whoever sends it has made sure that every replica knows the level: one that
   * does not can't go on behind this command.
   */
  record RaiseLevel(int level) implements LevelCommand {
    @Override
    public String action() {
      return Action.SYSTEM;
    }

    @Override
    public Scope scope() {
      return Scope.CLUSTER;
    }
  }
}
