package dev.synod.log.journal;

import dev.synod.log.codec.CodecRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outcomes of all entries, in files that are sealed at a size and removed when every consumer
 * has them and there are newer ones enough to keep.
 *
 * <p>Appends are not forced to disk one by one: what a crash takes from the end is derived again
 * from the log, which is why {@link #force} must be called before the log forgets entries.
 */
public final class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final int ITEM_BYTES_EXPECTED = 512;

  private final JournalConfig config;
  private final CodecRegistry codecs;
  private final Map<String, Long> positions = new ConcurrentHashMap<>();

  /** Sealed and active files by their first index. */
  private final TreeMap<Long, JournalFile> files = new TreeMap<>();

  private @Nullable FileChannel active;
  private JournalFile.Start last = new JournalFile.Start(0, 0);
  private final AtomicLong backlogBytes = new AtomicLong();

  private Journal(JournalConfig config, CodecRegistry codecs) {
    this.config = config;
    this.codecs = codecs;
  }

  /** Opens the directory, cutting off what a crash left half-written at the end. */
  public static Journal open(JournalConfig config, CodecRegistry codecs) throws IOException {
    var journal = new Journal(config, codecs);
    Files.createDirectories(config.directory());
    try (var paths = Files.list(config.directory())) {
      paths
          .filter(path -> path.getFileName().toString().endsWith(JournalFile.SUFFIX))
          .map(JournalFile::of)
          .forEach(file -> journal.files.put(file.firstIndex(), file));
    }
    journal.recover();
    return journal;
  }

  private synchronized void recover() throws IOException {
    while (!files.isEmpty()) {
      JournalFile newest = files.lastEntry().getValue();
      FileChannel channel = newest.openForAppending();
      JournalFile.Start start = JournalFile.start(channel);
      if (start == null) {
        LOG.warn("The journal file {} has no intact header; it is removed.", newest.path());
        channel.close();
        Files.delete(newest.path());
        files.remove(newest.firstIndex());
        continue;
      }
      long position = JournalFile.HEADER_BYTES;
      last = start;
      for (JournalFile.Frame frame = JournalFile.read(channel, position);
          frame != null;
          frame = JournalFile.read(channel, position)) {
        last = new JournalFile.Start(frame.index(), frame.revision());
        position = frame.nextPosition();
      }
      channel.truncate(position).position(position);
      active = channel;
      break;
    }
    backlogBytes.set(measure());
  }

  private long measure() throws IOException {
    long sum = 0;
    for (JournalFile file : files.values()) {
      sum += Files.size(file.path());
    }
    return sum;
  }

  /** The last entry that is in the journal, or 0. */
  public synchronized long lastIndex() {
    return last.afterIndex();
  }

  /** The journal ends before what a restored state holds: what lies between is lost to it. */
  public synchronized void skipTo(long index, long revision) throws IOException {
    if (index > lastIndex()) {
      seal();
      last = new JournalFile.Start(index, revision);
    }
  }

  /** Appends an entry; one that the journal already has is passed over. */
  public void append(JournalRecord.Entry entry) throws IOException {
    byte[] payload =
        codecs.encode(
            JournalRecord.Entry.class, entry, (1 + entry.items().size()) * ITEM_BYTES_EXPECTED);
    synchronized (this) {
      if (entry.index() <= lastIndex()) {
        return;
      }
      FileChannel channel = active;
      if (channel == null) {
        JournalFile file = JournalFile.named(config.directory(), entry.index());
        channel = file.create(last);
        files.put(file.firstIndex(), file);
        active = channel;
        backlogBytes.addAndGet(JournalFile.HEADER_BYTES);
      }
      ByteBuffer frame = JournalFile.frame(entry.index(), entry.revision(), payload);
      int bytes = frame.remaining();
      writeWhole(channel, frame);
      last = new JournalFile.Start(entry.index(), entry.revision());
      backlogBytes.addAndGet(bytes);
      if (channel.position() >= config.fileBytesMax()) {
        seal();
        enforceLimit();
      }
      notifyAll();
    }
  }

  /** A frame that could be written only in part, as on a full disk, leaves no trace. */
  private static void writeWhole(FileChannel channel, ByteBuffer frame) throws IOException {
    long before = channel.position();
    try {
      JournalFile.writeFully(channel, frame);
    } catch (IOException e) {
      channel.truncate(before);
      throw e;
    }
  }

  private void seal() throws IOException {
    FileChannel channel = active;
    if (channel != null) {
      channel.force(true);
      channel.close();
      active = null;
    }
  }

  private void enforceLimit() throws IOException {
    while (backlogBytes.get() > config.backlogBytesMax() && files.size() > 1) {
      JournalFile oldest = files.firstEntry().getValue();
      if (!isAcknowledged(oldest)) {
        if (config.atLimit() == JournalConfig.AtLimit.REFUSE) {
          return;
        }
        LOG.warn(
            "The journal is over its limit of {} bytes; {} is dropped, readers that lack it meet a gap.",
            config.backlogBytesMax(),
            oldest.path().getFileName());
      }
      remove(oldest);
    }
  }

  /** Whether every consumer has what a file before the active one holds. */
  private boolean isAcknowledged(JournalFile sealed) {
    return files.higherKey(sealed.firstIndex()) <= acknowledgedByAll() + 1;
  }

  private long acknowledgedByAll() {
    return config.consumers().stream()
        .mapToLong(name -> positions.getOrDefault(name, 0L))
        .min()
        .orElse(0);
  }

  /** Removes acknowledged files, but for the newest ones that may be kept. */
  private void prune() throws IOException {
    long kept = 0;
    var prunable = new ArrayList<JournalFile>();
    for (JournalFile file : files.descendingMap().values()) {
      if (!file.equals(files.lastEntry().getValue()) && isAcknowledged(file)) {
        kept += Files.size(file.path());
        if (kept > config.keptBytesMax()) {
          prunable.add(file);
        }
      }
    }
    for (JournalFile file : prunable) {
      remove(file);
    }
  }

  private void remove(JournalFile file) throws IOException {
    long bytes = Files.size(file.path());
    Files.delete(file.path());
    files.remove(file.firstIndex());
    backlogBytes.addAndGet(-bytes);
  }

  /** Forces to disk all that was appended. */
  public synchronized void force() throws IOException {
    FileChannel channel = active;
    if (channel != null) {
      channel.force(true);
    }
  }

  /** Whether new requests have to be refused, by the declared policy. */
  public boolean refuses() {
    return config.atLimit() == JournalConfig.AtLimit.REFUSE
        && backlogBytes.get() > config.backlogBytesMax();
  }

  /** Bytes on disk. */
  public long backlogBytes() {
    return backlogBytes.get();
  }

  /** The limit of the bytes on disk. */
  public long backlogBytesMax() {
    return config.backlogBytesMax();
  }

  /**
   * A consumer has stored, durably, everything up to an index, and nothing after it: one that was
   * restored from a backup says less than it did before. Files that nobody needs any more are
   * removed.
   */
  public void acknowledge(String consumer, long index) throws IOException {
    if (!config.consumers().contains(consumer)) {
      throw new IllegalArgumentException(
          "Expected one of the consumers %s, but found %s."
              .formatted(config.consumers(), consumer));
    }
    synchronized (this) {
      positions.put(consumer, index);
      prune();
      enforceLimit();
    }
  }

  /** How far a consumer has acknowledged since this process began, or 0. */
  public long position(String consumer) {
    return positions.getOrDefault(consumer, 0L);
  }

  /** A reader of everything after a log index. */
  public JournalReader readAfter(long index) {
    return new JournalReader(this, codecs, new JournalFile.Start(index, -1));
  }

  /** A reader of everything after a revision of the state. */
  public JournalReader readAfterRevision(long revision) {
    return new JournalReader(this, codecs, new JournalFile.Start(0, revision));
  }

  /** Waits until the journal holds everything up to an index. */
  public boolean awaitIndex(long index, long millis) throws InterruptedException {
    return awaitBeyond(index - 1, millis);
  }

  /** Waits until there is something after an index. */
  synchronized boolean awaitBeyond(long index, long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (lastIndex() <= index) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** The file that holds the entry after an index, or else the next one. */
  synchronized @Nullable JournalFile fileAfter(long index) {
    var holding = files.floorEntry(index + 1);
    return holding == null ? firstOrNull() : holding.getValue();
  }

  /** The file after one. */
  synchronized @Nullable JournalFile next(JournalFile file) {
    var next = files.higherEntry(file.firstIndex());
    return next == null ? null : next.getValue();
  }

  private @Nullable JournalFile firstOrNull() {
    return files.isEmpty() ? null : files.firstEntry().getValue();
  }

  /** The files that there are. */
  public synchronized List<Path> paths() {
    return new ArrayList<>(files.values().stream().map(JournalFile::path).toList());
  }

  @Override
  public synchronized void close() {
    try {
      seal();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
