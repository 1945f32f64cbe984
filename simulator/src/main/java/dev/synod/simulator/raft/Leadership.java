package dev.synod.simulator.raft;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;

/** What a replica keeps in memory while it leads. */
final class Leadership {
  private final List<Follower> followers = new ArrayList<>();
  private final List<PendingRead> reads = new ArrayList<>();
  private final long firstIndex;
  private long rounds;

  private record PendingRead(long round, long index, LongConsumer then) {}

  /**
   * A leadership that begins.
   *
   * @param firstIndex of its own first entry
   */
  Leadership(List<Replica> others, long firstIndex, long nowMicros) {
    this.firstIndex = firstIndex;
    others.forEach(other -> followers.add(new Follower(other, firstIndex, nowMicros)));
  }

  List<Follower> followers() {
    return followers;
  }

  Follower of(Replica replica) {
    for (Follower follower : followers) {
      if (follower.replica() == replica) {
        return follower;
      }
    }
    throw new IllegalArgumentException("Expected a member, but found " + replica + ".");
  }

  /** Reads and requests are answered once this is applied. */
  long firstIndex() {
    return firstIndex;
  }

  long round() {
    return rounds;
  }

  /** Waits with a read until a majority says that this replica still leads. */
  void read(long index, LongConsumer then) {
    reads.add(new PendingRead(++rounds, index, then));
  }

  /** Lets the reads go on that a majority has confirmed. */
  void confirm() {
    if (reads.isEmpty()) {
      return;
    }
    long[] answered = new long[followers.size() + 1];
    for (int i = 0; i < followers.size(); i++) {
      answered[i] = followers.get(i).round();
    }
    answered[followers.size()] = rounds;
    long confirmed = majority(answered);
    for (Iterator<PendingRead> all = reads.iterator(); all.hasNext(); ) {
      PendingRead read = all.next();
      if (read.round() <= confirmed) {
        all.remove();
        read.then().accept(read.index());
      }
    }
  }

  /** The last index that a majority has on disk. */
  long committed(long ownSyncedIndex) {
    long[] matched = new long[followers.size() + 1];
    for (int i = 0; i < followers.size(); i++) {
      matched[i] = followers.get(i).matchIndex();
    }
    matched[followers.size()] = ownSyncedIndex;
    return majority(matched);
  }

  /** Whether a majority was heard of since a moment. */
  boolean hasMajority(long sinceMicros) {
    long heard = followers.stream().filter(f -> f.heardMicros() >= sinceMicros).count();
    return heard + 1 > (followers.size() + 1) / 2;
  }

  /** What more than half of the values reach. */
  private static long majority(long[] values) {
    Arrays.sort(values);
    return values[(values.length - 1) / 2];
  }
}
