package dev.synod.kernel;

/**
 * The counters of the state.
 *
 * @param incarnation raised by a restore, so that revisions of another life are recognised
 * @param revision of the last event
 * @param timeMillis batch time, Unix milliseconds
 * @param index of the last applied log entry
 * @param level which behaviour and encoding is in force
 */
public record Clock(long incarnation, long revision, long timeMillis, long index, int level) {
  static final Clock START = new Clock(1, 0, 0, 0, 1);

  Clock at(long newIndex, long newTimeMillis) {
    return new Clock(incarnation, revision, newTimeMillis, newIndex, level);
  }

  Clock atLevel(int newLevel) {
    return new Clock(incarnation, revision, timeMillis, index, newLevel);
  }

  Clock atRevision(long newRevision) {
    return new Clock(incarnation, newRevision, timeMillis, index, level);
  }
}
