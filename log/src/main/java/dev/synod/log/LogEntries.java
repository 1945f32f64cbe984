package dev.synod.log;

import dev.synod.kernel.Batch;
import java.util.List;

/** The committed entries that a replica still holds, for people and tools. */
public interface LogEntries {

  /** The index of the oldest entry that is still there. */
  long firstIndex();

  /** The index of the last committed entry. */
  long lastIndex();

  /** Up to so many entries after the given index, oldest first; an empty list at the end. */
  List<Entry> after(long index, int max);

  /** A decoded entry. */
  record Entry(long term, Batch batch) {}
}
