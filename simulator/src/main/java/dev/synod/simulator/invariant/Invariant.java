package dev.synod.simulator.invariant;

import dev.synod.kernel.invariant.BrokenInvariantException;
import org.jspecify.annotations.Nullable;

/** All that is promised whatever fails, each in a sentence. */
public enum Invariant {
  ONE_LEADER("A term has at most one leader."),
  COMMITTED_STAYS("What a replica has applied is never thrown away."),
  REPLICAS_AGREE("Replicas behind the same entry have the same digest, restarted ones too."),
  ACKNOWLEDGED_STAYS("What a client was told is what the log holds."),
  READ_IS_FRESH("A read sees all that anybody was told, or has read, before it began."),
  EXACTLY_ONCE("A request number, or a key within its time, takes effect at most once, in order."),
  COUNTED_ONCE("A counter is the sum of what was added, each addition once."),
  REVISION_RISES("Each event has the next revision."),
  TIME_RISES("The state's time never runs back, and moves at most a minute in a batch."),
  TIME_GOES_ON("The state's time goes on while there is a leader."),
  LEASE_IS_EXCLUSIVE("A task is leased to one session at most, under rising tokens."),
  RESULT_ONCE("A task has one result, handed in under the lease that is in force."),
  DRIVER_IS_EXCLUSIVE("A run is advanced in its present term only, and terms rise."),
  BARRIER_OPENS_ONCE("A barrier opens once, when all that it needs have arrived."),
  ONE_VOTE("An agent votes once on a proposal, and a proposal is decided once."),
  WATCH_IS_WHOLE("A watch sees each event once, in order, wherever it resumes."),
  AUDIT_IS_WHOLE("The audit frontier is that of the tree of all leaves."),
  STATE_IS_SOUND("Indexes, holdings, queues, deadlines and digests of the state fit each other."),
  LIMITS_HOLD("Nothing is longer than its limit."),
  RECOVERS("When faults end, a leader is found, replicas catch up and clients are answered.");

  private final String statement;

  Invariant(String statement) {
    this.statement = statement;
  }

  /** What it says. */
  public String statement() {
    return statement;
  }

  /** Fails where it does not hold, with values that show it. */
  void check(boolean holds, String what, @Nullable Object... values) {
    if (!holds) {
      throw broken(what + " " + java.util.Arrays.toString(values));
    }
  }

  BrokenInvariantException broken(String how) {
    return new BrokenInvariantException("%s: %s%n%s".formatted(name(), statement, how));
  }
}
