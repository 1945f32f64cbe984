package dev.synod.sdk;

import dev.synod.api.v1.RunRef;

/** Hears that a run is driven by another. */
@FunctionalInterface
public interface RunRevokedHandler {
  /**
   * What is kept of the run is to be forgotten.
   *
   * @param term that has ended, or 0 where the session has ended with all its terms
   */
  void revoked(RunRef run, long term);
}
