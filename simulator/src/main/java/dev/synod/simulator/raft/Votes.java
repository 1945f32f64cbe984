package dev.synod.simulator.raft;

import java.util.Arrays;

/** The votes for a candidate. */
final class Votes {
  private final boolean[] given;

  Votes(int members) {
    given = new boolean[members];
  }

  /** Begins an election with a member's vote for itself. */
  void begin(int own) {
    Arrays.fill(given, false);
    given[own] = true;
  }

  void add(int member) {
    given[member] = true;
  }

  boolean areMajority() {
    int count = 0;
    for (boolean vote : given) {
      count += vote ? 1 : 0;
    }
    return count > given.length / 2;
  }
}
