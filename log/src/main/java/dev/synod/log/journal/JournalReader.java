package dev.synod.log.journal;

import dev.synod.log.codec.CodecRegistry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the journal forward, waiting at its end. For one thread. */
public final class JournalReader implements AutoCloseable {
  private final Journal journal;
  private final CodecRegistry codecs;
  private final long afterRevision;
  private long index;
  private @Nullable JournalFile file;
  private @Nullable FileChannel channel;
  private long position;

  JournalReader(Journal journal, CodecRegistry codecs, JournalFile.Start after) {
    this.journal = journal;
    this.codecs = codecs;
    this.index = after.afterIndex();
    this.afterRevision = after.afterRevision();
  }

  /** The next record, or nothing if none comes in time. */
  public Optional<JournalRecord> next(Duration timeout) throws IOException, InterruptedException {
    while (journal.awaitBeyond(index, timeout.toMillis())) {
      JournalRecord record = advance();
      if (record != null) {
        return Optional.of(record);
      }
    }
    return Optional.empty();
  }

  /** The next record that is wanted, or null if a step was made that gave none. */
  private @Nullable JournalRecord advance() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      return openFile(file == null ? journal.fileAfter(index) : journal.next(file));
    }
    JournalFile.Frame frame = JournalFile.read(open, position);
    if (frame != null) {
      position = frame.nextPosition();
      return wanted(frame);
    }
    return openFile(file == null ? journal.fileAfter(index) : journal.next(file));
  }

  private @Nullable JournalRecord wanted(JournalFile.Frame frame) {
    if (frame.index() <= index) {
      return null;
    }
    index = frame.index();
    return frame.revision() <= afterRevision
        ? null
        : codecs.decode(JournalRecord.Entry.class, frame.payload().trustedArray());
  }

  private @Nullable JournalRecord openFile(@Nullable JournalFile next) throws IOException {
    if (next == null) {
      return lostThrough(journal.lastIndex());
    }
    close();
    FileChannel open = next.openForReading();
    JournalFile.Start start = JournalFile.start(open);
    file = next;
    channel = open;
    position = JournalFile.HEADER_BYTES;
    if (start == null) {
      position = open.size();
      return null;
    }
    if (start.afterIndex() <= index) {
      return null;
    }
    if (start.afterRevision() <= afterRevision) {
      index = start.afterIndex();
      return null;
    }
    return lostThrough(start.afterIndex());
  }

  private JournalRecord lostThrough(long throughIndex) {
    long afterIndex = index;
    index = throughIndex;
    return new JournalRecord.Gap(
        afterIndex,
        throughIndex,
        "The journal no longer holds these entries: dropped at its limit, or damaged.");
  }

  /** The log index up to which records were given. */
  public long index() {
    return index;
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    if (open != null) {
      open.close();
      channel = null;
    }
  }
}
