package dev.synod.simulator.raft;

import java.util.List;

/**
 * What a leader sends: entries behind a previous one, or none as a sign of life.
 *
 * @param round of confirmations that the answer counts for
 */
record Append(
    long term,
    long previousIndex,
    long previousTerm,
    List<Entry> entries,
    long committedIndex,
    long round) {
  long lastIndex() {
    return previousIndex + entries.size();
  }
}
