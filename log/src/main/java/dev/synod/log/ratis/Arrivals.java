package dev.synod.log.ratis;

import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * What a leader has sent to this follower and is still to be written: messages that are not
 * answered, and entries that are in the log but not applied, whose outcomes the journal will hold.
 */
final class Arrivals {
  private final LongSupplier lastIndex;
  private final LongSupplier appliedIndex;
  private final TreeMap<Long, Long> unappliedByLastIndex = new TreeMap<>();
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
   * @param lastIndex of the last entry in this replica's log
   * @param appliedIndex of the last entry that it has applied
   */
  Arrivals(LongSupplier lastIndex, LongSupplier appliedIndex) {
    this.lastIndex = lastIndex;
    this.appliedIndex = appliedIndex;
  }

  /** Lets a message through. */
  synchronized void sent(Message message) {
    unansweredBytes += message.bytes();
  }

  /** It was refused. */
  synchronized void refused(Message message) {
    unansweredBytes -= message.bytes();
  }

  /**
   * It is in the log, or nobody will learn whether it comes there: what it brings counts once the
   * log reaches that far, and until that is applied.
   */
  synchronized void stored(Message message) {
    refused(message);
    unappliedByLastIndex.merge(message.lastIndex(), message.bytes(), Long::sum);
  }

  /** Bytes that are still to be written, all copies counted. */
  synchronized long bytesToWrite() {
    unappliedByLastIndex.headMap(appliedIndex.getAsLong(), true).clear();
    long unappliedBytes =
        unappliedByLastIndex.headMap(lastIndex.getAsLong(), true).values().stream()
            .mapToLong(Long::longValue)
            .sum();
    return Disk.COPIES * unansweredBytes + Disk.JOURNAL_COPIES * unappliedBytes;
  }
}
