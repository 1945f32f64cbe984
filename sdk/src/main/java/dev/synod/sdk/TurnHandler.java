package dev.synod.sdk;

import dev.synod.api.v1.Turn;

/** Drives runs. */
@FunctionalInterface
public interface TurnHandler {
  /**
   * Takes a turn, on a virtual thread. The turns of one run come one after the other.
   *
   * @throws Exception where it fails; it is logged, and the run's next turn is taken
   */
  void turn(Turn turn) throws Exception;
}
