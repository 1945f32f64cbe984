package dev.synod.kernel.level;

import dev.synod.kernel.Event;
import dev.synod.kernel.Scope;

/** Newer behaviour came in force. */
public sealed interface LevelEvent extends Event {
  /** From here on every replica behaves and writes as this level says. */
  record LevelRaised(int level) implements LevelEvent {
    @Override
    public Scope scope() {
      return Scope.CLUSTER;
    }
  }
}
