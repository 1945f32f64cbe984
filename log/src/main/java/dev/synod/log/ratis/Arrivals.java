package dev.synod.log.ratis;

import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * What a leader has sent to this follower and is still to be written: messages that are not
 * answered, and entries that are in the log but not applied, whose outcomes the journal will hold.
 */
final class Arrivals {
  private final LongSupplier appliedIndex;
  private final TreeMap<Long, Long> unappliedByLastIndex = new TreeMap<>();
  private long unappliedBytes;
  private long unansweredBytes;

  /**
   * Entries of one message.
   *
   * @param lastIndex of its last entry
   */
  record Message(long lastIndex, long bytes) {}

  /**
   * Nothing yet.
   *
   * @param appliedIndex of the last entry that this replica has applied
   */
  Arrivals(LongSupplier appliedIndex) {
    this.appliedIndex = appliedIndex;
  }

  /** Lets a message through. */
  synchronized void sent(Message message) {
    unansweredBytes += message.bytes();
  }

  /** It is on the disk. */
  synchronized void stored(Message message) {
    unansweredBytes -= message.bytes();
    unappliedByLastIndex.merge(message.lastIndex(), message.bytes(), Long::sum);
    unappliedBytes += message.bytes();
  }

  /** It was refused, or nobody will learn what became of it. */
  synchronized void dropped(Message message) {
    unansweredBytes -= message.bytes();
  }

  /** Bytes that are still to be written, all copies counted. */
  synchronized long bytesToWrite() {
    long applied = appliedIndex.getAsLong();
    while (!unappliedByLastIndex.isEmpty() && unappliedByLastIndex.firstKey() <= applied) {
      unappliedBytes -= unappliedByLastIndex.pollFirstEntry().getValue();
    }
    return Disk.COPIES * unansweredBytes + Disk.JOURNAL_COPIES * unappliedBytes;
  }
}
