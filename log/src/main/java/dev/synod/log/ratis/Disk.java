package dev.synod.log.ratis;

import dev.synod.log.DiskSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the space on the replica's disk: a log that meets its end can't be written on. */
final class Disk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Disk.class);
  private static final long LOOK_MILLIS = 50;

  /** The journal holds a request, and events that may hold as much again. */
  static final int JOURNAL_COPIES = 2;

  /** The log and the journal. */
  static final int COPIES = 1 + JOURNAL_COPIES;

  private final Path directory;
  private final FileStore store;
  private final long reserveBytes;
  private final AtomicLong expectedBytes = new AtomicLong();
  private final Thread thread;
  private volatile boolean open = true;
  private volatile DiskSpace space;

  /**
   * The disk of a directory that exists.
   *
   * @param reserveBytes below which new requests are refused
   */
  Disk(Path directory, long reserveBytes) throws IOException {
    this.directory = directory;
    this.reserveBytes = reserveBytes;
    store = Files.getFileStore(directory);
    space = look();
    thread = Thread.ofPlatform().name("log-disk").daemon().unstarted(this::run);
    if (space.isLow()) {
      tell(space);
    }
  }

  void start() {
    thread.start();
  }

  /** What there is, as of a moment ago. */
  DiskSpace space() {
    return space;
  }

  /** So many bytes more are going to be written by somebody who is behind. */
  void expect(long bytes) {
    expectedBytes.addAndGet(bytes);
  }

  /** So many of the expected bytes have been written. */
  void arrived(long bytes) {
    expectedBytes.addAndGet(-bytes);
  }

  /**
   * What there is now, without what is expected, for whoever is about to write much: a moment is
   * enough to fill a reserve.
   */
  DiskSpace spaceNow() {
    DiskSpace now = space;
    try {
      now = refresh();
    } catch (IOException e) {
      LOG.debug("How much is free in {} can't be learned now.", directory, e);
    }
    return new DiskSpace(now.freeBytes() - expectedBytes.get(), now.reserveBytes());
  }

  private synchronized DiskSpace refresh() throws IOException {
    DiskSpace before = space;
    DiskSpace now = look();
    space = now;
    if (before.isLow() != now.isLow() || before.isExhausted() != now.isExhausted()) {
      tell(now);
    }
    return now;
  }

  private DiskSpace look() throws IOException {
    return new DiskSpace(store.getUsableSpace(), reserveBytes);
  }

  private void run() {
    try {
      while (open) {
        Thread.sleep(LOOK_MILLIS);
        var _ = refresh();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException("Expected to learn how much is free in " + directory, e);
    }
  }

  private void tell(DiskSpace now) {
    if (!now.isLow()) {
      LOG.info("There is room again in {}: {} bytes are free.", directory, now.freeBytes());
    } else {
      LOG.error(
          "Expected at least {} bytes free in {}, but found {}: {} refused until there is room. Give the disk more, or remove what is not ours.",
          now.reserveBytes(),
          directory,
          now.freeBytes(),
          now.isExhausted() ? "new requests, and entries of the leader, are" : "new requests are");
    }
  }

  @Override
  public void close() {
    open = false;
    thread.interrupt();
  }
}
