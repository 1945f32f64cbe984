package dev.synod.kernel.time;

import dev.synod.kernel.Event;
import dev.synod.kernel.Scope;

/** The passing of time. */
public sealed interface TimeEvent extends Event {
  /** A deadline was reached; what follows from it are events of their own. */
  record DeadlinePassed(Deadline deadline) implements TimeEvent {
    @Override
    public Scope scope() {
      return Scope.CLUSTER;
    }
  }
}
