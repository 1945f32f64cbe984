package dev.synod.simulator.raft;

import dev.synod.simulator.world.Chance;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a replica finds again when it is started: its vote, its log as far as synced, snapshots. */
final class Disk {
  static final int NOBODY = -1;

  private final ArrayList<Entry> entries = new ArrayList<>();
  private long term;
  private int votedFor = NOBODY;
  private long baseIndex;
  private long baseTerm;
  private long syncedIndex;
  private @Nullable Checkpoint newest;
  private @Nullable Checkpoint older;

  long term() {
    return term;
  }

  /** Whether no other has its vote in this term. */
  boolean isFreeFor(int candidate) {
    return votedFor == NOBODY || votedFor == candidate;
  }

  /** Keeps a term and a vote in it; durable at once. */
  void vote(long newTerm, int candidate) {
    term = newTerm;
    votedFor = candidate;
  }

  /** The index in front of the first entry that is kept. */
  long baseIndex() {
    return baseIndex;
  }

  long lastIndex() {
    return baseIndex + entries.size();
  }

  long lastTerm() {
    return termAt(lastIndex());
  }

  /** The term of an entry that is kept, or of the base. */
  long termAt(long index) {
    return index == baseIndex ? baseTerm : entry(index).term();
  }

  Entry entry(long index) {
    return entries.get((int) (index - baseIndex - 1));
  }

  /** Up to so many entries from an index on. */
  List<Entry> from(long index, int max) {
    int first = (int) (index - baseIndex - 1);
    return List.copyOf(entries.subList(first, Math.min(entries.size(), first + max)));
  }

  void append(Entry entry) {
    entries.add(entry);
  }

  void truncate(long fromIndex) {
    entries.subList((int) (fromIndex - baseIndex - 1), entries.size()).clear();
    syncedIndex = Math.min(syncedIndex, fromIndex - 1);
  }

  /** Everything up to this index survives a crash. */
  long syncedIndex() {
    return syncedIndex;
  }

  /** A sync has ended that began when the entry of this index and term was the last one. */
  void synced(long index, long entryTerm) {
    if (index > syncedIndex && index <= lastIndex() && termAt(index) == entryTerm) {
      syncedIndex = index;
    }
  }

  /** Loses the end of what was not synced; answers whether there was any. */
  boolean crash(Chance chance) {
    long survives = chance.between(syncedIndex, lastIndex());
    boolean torn = survives < lastIndex();
    if (torn) {
      truncate(survives + 1);
    }
    syncedIndex = lastIndex();
    return torn;
  }

  /** The snapshot to begin with, or null before the first. */
  @Nullable Checkpoint newest() {
    return newest;
  }

  /** Loses the newest snapshot, where there is an older one; answers whether it did. */
  boolean spoilNewest() {
    if (older == null) {
      return false;
    }
    newest = older;
    older = null;
    return true;
  }

  /**
   * Keeps a snapshot of its own, in front of which the log is synced, and purges the log behind the
   * one before.
   */
  void keep(Checkpoint checkpoint) {
    syncedIndex = Math.max(syncedIndex, checkpoint.index());
    older = newest;
    newest = checkpoint;
    if (older != null && older.index() > baseIndex) {
      drop(older.index(), older.term());
    }
  }

  /** Takes a leader's snapshot over. */
  void install(Checkpoint checkpoint) {
    boolean fits =
        checkpoint.index() <= lastIndex() && termAt(checkpoint.index()) == checkpoint.term();
    if (fits) {
      drop(checkpoint.index(), checkpoint.term());
    } else {
      entries.clear();
      baseIndex = checkpoint.index();
      baseTerm = checkpoint.term();
    }
    syncedIndex = Math.max(syncedIndex, baseIndex);
    syncedIndex = Math.min(syncedIndex, lastIndex());
    newest = checkpoint;
    older = null;
  }

  private void drop(long throughIndex, long throughTerm) {
    entries.subList(0, (int) (throughIndex - baseIndex)).clear();
    baseIndex = throughIndex;
    baseTerm = throughTerm;
  }
}
