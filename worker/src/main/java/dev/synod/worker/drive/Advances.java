package dev.synod.worker.drive;

import dev.synod.api.v1.AdvanceRun;
import dev.synod.kernel.value.Value;

/** What a driver needs of its session. */
public interface Advances {

  /**
   * Hands in an advance and waits until it is committed.
   *
   * @throws dev.synod.sdk.SynodException when it is refused, or its fate is unknown
   */
  void advance(AdvanceRun advance) throws InterruptedException;

  /** A definition by its digest. */
  Value definition(String digest) throws InterruptedException;

  /**
   * Gives up the session and all it drives, and opens another: what is held is not what the server
   * holds.
   */
  void resynchronize();
}
