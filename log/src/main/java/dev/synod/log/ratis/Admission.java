package dev.synod.log.ratis;

import dev.synod.kernel.Code;
import dev.synod.kernel.Reply;
import dev.synod.log.DiskSpace;
import dev.synod.log.batching.Replies;
import dev.synod.log.journal.Journal;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether the leader takes new requests at all. */
final class Admission {
  private final Journal journal;
  private final Disk disk;
  private volatile Supplier<Optional<String>> otherReason = Optional::empty;

  Admission(Journal journal, Disk disk) {
    this.journal = journal;
    this.disk = disk;
  }

  /** Refuses while there is such a reason, beside those that this replica finds by itself. */
  void refuseWhile(Supplier<Optional<String>> reason) {
    otherReason = reason;
  }

  /** Why nothing is taken now, or null. */
  @Nullable Reply refusal() {
    if (journal.refuses()) {
      return Replies.rejected(
          Code.LIMIT_EXCEEDED,
          "Expected a journal of at most %d bytes, but its consumers leave %d. Bring them back, or raise the limit."
              .formatted(journal.backlogBytesMax(), journal.backlogBytes()));
    }
    DiskSpace space = disk.space();
    if (space.isLow()) {
      return Replies.rejected(
          Code.UNAVAILABLE,
          "Expected at least %d bytes free on the leader's disk, but found %d; nothing was changed, and reads go on. Give the disk more room, then try again."
              .formatted(space.reserveBytes(), space.freeBytes()));
    }
    return otherReason.get().map(why -> Replies.rejected(Code.UNAVAILABLE, why)).orElse(null);
  }
}
