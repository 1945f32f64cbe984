package dev.synod.log;

import dev.synod.kernel.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * The most recent events, bounded by count and bytes, from which watches resume. Consumers pull, so
 * a slow one holds nobody up: it finds its place compacted.
 */
public final class Tail {
  private final int eventsMax;
  private final long bytesMax;

  /** Blocks by their last event's revision. */
  private final TreeMap<Long, Block> blocks = new TreeMap<>();

  private long floor;
  private long last;
  private int events;
  private long bytes;
  private CompletableFuture<Void> grown = new CompletableFuture<>();

  /**
   * The events of one entry.
   *
   * @param bytes of the entry, which stand for the size of its events
   */
  public record Block(List<Recorded> events, long bytes) {
    long lastRevision() {
      return events.getLast().revision();
    }
  }

  /**
   * Some events in order.
   *
   * @param compacted events after the asked revision are gone; the list is empty
   * @param revision the last event's that this tail has seen
   */
  public record Page(List<Recorded> events, boolean compacted, long revision) {}

  /**
   * What a snapshot carries.
   *
   * @param floor all events up to this revision are gone
   * @param last the last event's revision
   */
  public record Content(long floor, long last, List<Block> blocks) {}

  public Tail(int eventsMax, long bytesMax) {
    this.eventsMax = eventsMax;
    this.bytesMax = bytesMax;
  }

  /** Up to so many events after a revision. */
  public synchronized Page after(long revision, int max) {
    if (revision < floor) {
      return new Page(List.of(), true, last);
    }
    var page = new ArrayList<Recorded>();
    for (Block block : blocks.tailMap(revision, false).values()) {
      for (Recorded event : block.events()) {
        if (page.size() == max) {
          break;
        }
        if (event.revision() > revision) {
          page.add(event);
        }
      }
      if (page.size() == max) {
        break;
      }
    }
    return new Page(List.copyOf(page), false, last);
  }

  /**
   * Completes when there are events after the revision, or the tail no longer knows. It completes
   * on the thread that applies: whoever waits attaches work by {@code thenRunAsync}.
   */
  public synchronized CompletableFuture<Void> beyond(long revision) {
    return last > revision || revision < floor
        ? CompletableFuture.completedFuture(null)
        : grown.copy();
  }

  /** All events up to this revision are gone. */
  public synchronized long floor() {
    return floor;
  }

  /** Adds what an entry brought about. */
  public void append(List<Recorded> added, long entryBytes) {
    if (added.isEmpty()) {
      return;
    }
    CompletableFuture<Void> waiting;
    synchronized (this) {
      push(new Block(added, entryBytes));
      waiting = grown;
      grown = new CompletableFuture<>();
    }
    waiting.complete(null);
  }

  private void push(Block block) {
    last = block.lastRevision();
    blocks.put(last, block);
    events += block.events().size();
    bytes += block.bytes();
    while (blocks.size() > 1 && (events > eventsMax || bytes > bytesMax)) {
      Block oldest = blocks.pollFirstEntry().getValue();
      floor = oldest.lastRevision();
      events -= oldest.events().size();
      bytes -= oldest.bytes();
    }
  }

  /** What there is up to a revision. */
  public synchronized Content content(long throughRevision) {
    var kept = List.copyOf(blocks.headMap(throughRevision, true).values());
    return new Content(Math.min(floor, throughRevision), throughRevision, kept);
  }

  /** Replaces everything by what a snapshot carried. */
  public void restore(Content content) {
    CompletableFuture<Void> waiting;
    synchronized (this) {
      blocks.clear();
      events = 0;
      bytes = 0;
      floor = content.floor();
      content.blocks().forEach(this::push);
      last = content.last();
      waiting = grown;
      grown = new CompletableFuture<>();
    }
    waiting.complete(null);
  }
}
