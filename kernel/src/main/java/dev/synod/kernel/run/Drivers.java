package dev.synod.kernel.run;

import dev.synod.kernel.Draft;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.session.SystemCapability;
import org.jspecify.annotations.Nullable;

/**
 * Gives runs that have something to do to workers: the one that drives the fewest, the oldest among
 * equals.
 */
public final class Drivers {
  private Drivers() {}

  /** Finds a run a driver, where it has triggers and none. */
  static void drive(Draft draft, RunRef ref) {
    if (draft.state().runs().undriven().contains(ref)) {
      Session best = best(draft);
      if (best != null) {
        draft.emit(new RunEvent.RunDriven(ref, best.id()));
      }
    }
  }

  /** Finds drivers for all runs that need one. */
  public static void drain(Draft draft) {
    for (RunRef ref : draft.state().runs().undriven()) {
      drive(draft, ref);
    }
  }

  /** Takes its runs from a session that ended. */
  public static void release(Draft draft, Session ended) {
    for (RunRef ref : ended.holdings().runs()) {
      draft.emit(new RunEvent.RunUndriven(ref, "Its driver's session ended."));
      drive(draft, ref);
    }
  }

  private static @Nullable Session best(Draft draft) {
    Session best = null;
    for (long id : draft.state().sessions().capable("", SystemCapability.DRIVE_RUN)) {
      Session session = draft.state().sessions().table().require(id);
      if (best == null || session.holdings().runs().size() < best.holdings().runs().size()) {
        best = session;
      }
    }
    return best;
  }
}
