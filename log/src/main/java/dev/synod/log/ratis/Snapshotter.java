package dev.synod.log.ratis;

import dev.synod.log.Applied;
import dev.synod.log.DiskSpace;
import dev.synod.log.LogConfig.SnapshotSchedule;
import dev.synod.log.Tail;
import dev.synod.log.journal.Journal;
import dev.synod.log.ratis.KernelStateMachine.AppliedState;
import dev.synod.log.snapshot.Snapshot;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.ratis.server.protocol.TermIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes snapshots on a thread of its own when entries, bytes or time since the last one ask for
 * it. The journal is forced to disk first: what a snapshot holds may be purged from the log, and
 * could not be derived again.
 */
final class Snapshotter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshotter.class);

  /** A state is taken to have grown by a quarter since its last snapshot. */
  private static final long GROWTH_SHARE = 4;

  private static final long CHECK_MILLIS = 250;
  private static final long JOURNAL_WAIT_MILLIS = 60_000;

  private final SnapshotSchedule schedule;
  private final Snapshots snapshots;
  private final Supplier<AppliedState> current;
  private final LongConsumer purge;
  private final AtomicLong entries = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final Thread thread;
  private volatile boolean open = true;
  private volatile long lastIndex = -1;
  private long lastNanos = System.nanoTime();

  /** What goes into a snapshot beside the state, and where it goes. */
  record Snapshots(SnapshotStore store, Tail tail, Journal journal, Disk disk) {}

  /**
   * A snapshotter.
   *
   * @param purge lets the log forget the entries up to an index
   */
  Snapshotter(
      SnapshotSchedule schedule,
      Snapshots snapshots,
      Supplier<AppliedState> current,
      LongConsumer purge) {
    this.schedule = schedule;
    this.snapshots = snapshots;
    this.current = current;
    this.purge = purge;
    this.thread = Thread.ofPlatform().name("log-snapshots").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Counts an entry. */
  void applied(Applied applied) {
    bytes.addAndGet(applied.bytes());
    if (applied.step().outcomes().stream().anyMatch(outcome -> !outcome.events().isEmpty())) {
      entries.incrementAndGet();
    }
  }

  /** A snapshot was read or received. */
  void restored(long index) {
    lastIndex = index;
  }

  /** The last entry in the newest finished snapshot, or -1. */
  long lastIndex() {
    return lastIndex;
  }

  private void run() {
    while (open) {
      try {
        Thread.sleep(CHECK_MILLIS);
        if (due()) {
          write();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException | RuntimeException e) {
        LOG.error("A snapshot could not be written; it is tried again.", e);
        lastNanos = System.nanoTime();
      }
    }
  }

  private boolean due() {
    long count = entries.get();
    return count >= schedule.entriesMax()
        || bytes.get() >= schedule.bytesMax()
        || (count > 0 && System.nanoTime() - lastNanos >= schedule.interval().toNanos());
  }

  /** Writes a snapshot of the present state, unless there is one. */
  synchronized void write() throws IOException, InterruptedException {
    entries.set(0);
    bytes.set(0);
    lastNanos = System.nanoTime();
    AppliedState state = current.get();
    long index = state.at().getIndex();
    if (index <= lastIndex) {
      return;
    }
    long bytes = snapshots.store().newestBytes();
    requireRoom(bytes + bytes / GROWTH_SHARE);
    if (!snapshots.journal().awaitIndex(index, JOURNAL_WAIT_MILLIS)) {
      throw new IOException("Expected the journal to reach entry " + index + " within a minute.");
    }
    snapshots.journal().force();
    snapshots.store().write(snapshot(state), this::requireRoom);
    lastIndex = index;
    LOG.info(
        "Wrote a snapshot of entry {}, revision {}, in {} ms.",
        index,
        state.state().clock().revision(),
        (System.nanoTime() - lastNanos) / 1_000_000);
    snapshots.store().removeOld();
    TermIndex older = snapshots.store().older();
    if (older != null) {
      purge.accept(older.getIndex());
    }
  }

  /**
   * A snapshot must not use up what keeps the log from the disk's end. One about as large as the
   * last is not begun without room; one that grows beyond that, or is the first, ends where there
   * is no more.
   */
  private void requireRoom(long bytes) throws IOException {
    DiskSpace space = snapshots.disk().spaceNow();
    if (!space.hasRoomFor(bytes)) {
      throw new IOException(
          "Expected room for %d bytes more of a snapshot beside half of the reserve of %d, but found %d free."
              .formatted(bytes, space.reserveBytes(), space.freeBytes()));
    }
  }

  private Snapshot snapshot(AppliedState at) {
    return new Snapshot(
        Snapshot.Header.of(at.state(), at.at().getTerm(), at.at().getIndex()),
        at.state(),
        snapshots.tail().content(at.state().clock().revision()));
  }

  @Override
  public void close() {
    open = false;
    thread.interrupt();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
