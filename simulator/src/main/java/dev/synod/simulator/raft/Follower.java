package dev.synod.simulator.raft;

/** What a leader knows of another replica. */
final class Follower {
  private final Replica replica;
  private long nextIndex;
  private long matchIndex;
  private long round;
  private long heardMicros;
  private boolean isAwaited;

  Follower(Replica replica, long nextIndex, long nowMicros) {
    this.replica = replica;
    this.nextIndex = nextIndex;
    this.heardMicros = nowMicros;
  }

  Replica replica() {
    return replica;
  }

  long nextIndex() {
    return nextIndex;
  }

  long matchIndex() {
    return matchIndex;
  }

  /** The last round of confirmations that it answered. */
  long round() {
    return round;
  }

  long heardMicros() {
    return heardMicros;
  }

  /** Whether an answer is on its way. */
  boolean isAwaited() {
    return isAwaited;
  }

  void sent() {
    isAwaited = true;
  }

  void heard(long nowMicros, long answeredRound) {
    heardMicros = nowMicros;
    round = Math.max(round, answeredRound);
    isAwaited = false;
  }

  /** It has everything up to an index. */
  void matches(long index) {
    matchIndex = Math.max(matchIndex, index);
    nextIndex = matchIndex + 1;
  }

  /** It lacks what is in front of an index; answers whether it can be sent something else now. */
  boolean lacks(long index) {
    long before = nextIndex;
    nextIndex = Math.max(matchIndex + 1, Math.min(nextIndex, index));
    return nextIndex < before;
  }
}
