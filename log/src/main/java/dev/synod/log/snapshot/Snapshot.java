package dev.synod.log.snapshot;

import dev.synod.kernel.Clock;
import dev.synod.kernel.KernelState;
import dev.synod.log.Tail;

/** What a snapshot holds. */
public record Snapshot(Header header, KernelState state, Tail.Content tail) {

  /**
   * What can be known of a snapshot without reading all of it.
   *
   * @param level the kernel level in force
   * @param digest of the state, compared after it was read
   * @param term of the last applied entry
   * @param index of the last applied entry
   */
  public record Header(
      int format, int level, long digest, long term, long index, long revision, long timeMillis) {
    public static final int FORMAT = 1;

    /** The header of a state as it is behind an entry. */
    public static Header of(KernelState state, long term, long index) {
      Clock clock = state.clock();
      return new Header(
          FORMAT, clock.level(), state.digest(), term, index, clock.revision(), clock.timeMillis());
    }
  }
}
