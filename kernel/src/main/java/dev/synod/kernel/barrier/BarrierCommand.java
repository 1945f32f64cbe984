package dev.synod.kernel.barrier;

import dev.synod.kernel.Action;
import dev.synod.kernel.Command;
import dev.synod.kernel.Scope;

/** Synchronization. */
public sealed interface BarrierCommand extends Command {
  /**
   * Takes the agent's seat at a barrier for a session of its own. Arriving again is no change;
   * arriving with another session moves the seat.
   */
  record ArriveAtBarrier(BarrierKey barrier, long session) implements BarrierCommand {
    @Override
    public String action() {
      return Action.BARRIER_ARRIVE;
    }

    @Override
    public Scope scope() {
      return barrier.group().scope();
    }
  }
}
