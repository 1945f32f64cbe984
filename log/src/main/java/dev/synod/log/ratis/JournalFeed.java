package dev.synod.log.ratis;

import dev.synod.kernel.Command;
import dev.synod.kernel.Outcome;
import dev.synod.kernel.Request;
import dev.synod.log.Applied;
import dev.synod.log.AppliedListener;
import dev.synod.log.journal.Journal;
import dev.synod.log.journal.JournalRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what is applied into the journal. */
final class JournalFeed implements AppliedListener {
  private static final Logger LOG = LoggerFactory.getLogger(JournalFeed.class);
  private static final long RETRY_MILLIS = 1_000;

  private final Journal journal;
  private final Disk disk;

  /**
   * A feed of the journal.
   *
   * @param disk that expects the bytes of each entry which is applied, until it is in the journal
   */
  JournalFeed(Journal journal, Disk disk) {
    this.journal = journal;
    this.disk = disk;
  }

  /**
   * Appends the entry, and tries again for as long as the disk refuses it: an entry that is not in
   * the journal would be missing from history, so that the log waits behind it.
   */
  @Override
  public void applied(Applied applied) {
    JournalRecord.Entry entry = entry(applied);
    while (true) {
      try {
        journal.append(entry);
        disk.arrived((long) Disk.JOURNAL_COPIES * applied.bytes());
        return;
      } catch (IOException e) {
        LOG.error("The journal cannot be written; the log waits until it can.", e);
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the journal could not be written.", e);
    }
  }

  private static JournalRecord.Entry entry(Applied applied) {
    List<Outcome> outcomes = applied.step().outcomes();
    var items = new ArrayList<JournalRecord.Item>(outcomes.size());
    for (int i = 0; i < outcomes.size(); i++) {
      Request request = applied.batch().requests().get(i);
      Command command = request.command();
      Outcome outcome = outcomes.get(i);
      items.add(
          new JournalRecord.Item(
              command.action(), command.scope(), outcome, payload(request, outcome)));
    }
    var clock = applied.step().state().clock();
    return new JournalRecord.Entry(
        applied.batch().index(),
        clock.timeMillis(),
        clock.revision(),
        List.copyOf(items),
        applied.auditBefore());
  }

  private static JournalRecord.@Nullable Payload payload(Request request, Outcome outcome) {
    return outcome.leaf().length() == 0
        ? null
        : new JournalRecord.Payload(
            request.origin().permit(),
            request.payloadDigest(),
            request.origin().salt(),
            request.encoded());
  }
}
