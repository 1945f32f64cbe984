package dev.synod.log.journal;

import dev.synod.kernel.Outcome;
import dev.synod.kernel.Scope;
import java.util.List;

/** What a reader of the journal meets, in the order of the log. */
public sealed interface JournalRecord {

  /** The log index of the last entry that this record stands for; the reader's next position. */
  long index();

  /**
   * All that one entry of the log did.
   *
   * @param timeMillis batch time, Unix milliseconds
   * @param revision of the state after it
   */
  record Entry(long index, long timeMillis, long revision, List<Item> items)
      implements JournalRecord {}

  /**
   * One request of an entry.
   *
   * @param action what it wished, in the words of governance
   */
  record Item(String action, Scope scope, Outcome outcome) {}

  /**
   * Entries after one index and up to another are lost to this reader: dropped at the journal's
   * limit, or unreadable. Whoever keeps history records it.
   */
  record Gap(long afterIndex, long index, String reason) implements JournalRecord {}
}
