package dev.synod.kernel.time;

import dev.synod.kernel.Action;
import dev.synod.kernel.Command;
import dev.synod.kernel.Scope;

/** The passing of time. */
public sealed interface TimeCommand extends Command {
  /**
   * Lets the deadlines up to the batch's time fall due, the oldest first, a bounded number at once.
   */
  record Tick() implements TimeCommand {
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
