package dev.synod.log.journal;

import dev.synod.kernel.Outcome;
import dev.synod.kernel.Scope;
import dev.synod.kernel.audit.Frontier;
import dev.synod.kernel.value.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a reader of the journal meets, in the order of the log. */
public sealed interface JournalRecord {

  /** The log index of the last entry that this record stands for; the reader's next position. */
  long index();

  /**
   * All that one entry of the log did.
   *
   * @param timeMillis batch time, Unix milliseconds
   * @param revision of the state after it
   * @param auditBefore the audit tree before it; null in what an early version wrote
   */
  record Entry(
      long index, long timeMillis, long revision, List<Item> items, @Nullable Frontier auditBefore)
      implements JournalRecord {}

  /**
   * One request of an entry.
   *
   * @param action what it wished, in the words of governance
   * @param payload null where an earlier request was repeated, and in what an early version wrote
   */
  record Item(String action, Scope scope, Outcome outcome, @Nullable Payload payload) {}

  /**
   * What the audit trail keeps of a request beside its outcome.
   *
   * @param digest SHA-256 over salt and command
   * @param command its bytes as they stand in the log
   */
  record Payload(long permit, Bytes digest, Bytes salt, Bytes command) {}

  /**
   * Entries after one index and up to another are lost to this reader: dropped at the journal's
   * limit, or unreadable. Whoever keeps history records it.
   */
  record Gap(long afterIndex, long index, String reason) implements JournalRecord {}
}
