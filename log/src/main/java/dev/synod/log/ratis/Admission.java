package dev.synod.log.ratis;

import dev.synod.kernel.Code;
import dev.synod.kernel.Reply;
import dev.synod.log.DiskSpace;
import dev.synod.log.batching.Batcher;
import dev.synod.log.batching.Replies;
import dev.synod.log.journal.Journal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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

  /**
   * The way into the log for what has waited: more may wait than the reserve has room for, so that
   * each entry is let through, or refused, by what is free when it leaves.
   *
   * @param replies where refusals are told
   */
  Batcher.Sink before(Batcher.Sink sink, Executor replies) {
    return requests -> {
      Reply refusal = refusal(disk.spaceNow());
      if (refusal == null) {
        long bytes =
            Disk.COPIES * requests.stream().mapToLong(request -> request.bytes().length).sum();
        disk.expect(bytes);
        return sink.submit(requests).whenComplete((done, failure) -> disk.arrived(bytes));
      }
      replies.execute(() -> requests.forEach(request -> request.reply(refusal)));
      return CompletableFuture.completedFuture(null);
    };
  }

  /** Why nothing is taken now, or null. */
  @Nullable Reply refusal() {
    return refusal(disk.space());
  }

  private @Nullable Reply refusal(DiskSpace space) {
    if (journal.refuses()) {
      return Replies.rejected(
          Code.LIMIT_EXCEEDED,
          "Expected a journal of at most %d bytes, but its consumers leave %d. Bring them back, or raise the limit."
              .formatted(journal.backlogBytesMax(), journal.backlogBytes()));
    }
    if (space.isLow()) {
      return Replies.rejected(
          Code.UNAVAILABLE,
          "Expected at least %d bytes free on the leader's disk, but found %d; nothing was changed, and reads go on. Give the disk more room, then try again."
              .formatted(space.reserveBytes(), space.freeBytes()));
    }
    return otherReason.get().map(why -> Replies.rejected(Code.UNAVAILABLE, why)).orElse(null);
  }
}
