package dev.synod.log.journal;

import java.nio.file.Path;
import java.util.Set;

/**
 * Where and how much.
 *
 * @param fileBytesMax at which a file is sealed
 * @param backlogBytesMax of all files together
 * @param keptBytesMax of the files that every consumer has and that are kept nevertheless, so that
 *     a consumer that was restored from a backup finds what it lacks; they are the first to go at
 *     the limit
 * @param consumers who must have an entry before its file is removed; with none, files stay until
 *     the limit
 */
public record JournalConfig(
    Path directory,
    long fileBytesMax,
    long backlogBytesMax,
    long keptBytesMax,
    AtLimit atLimit,
    Set<String> consumers) {

  private static final long FILE_BYTES_MIN = 1_024;

  /** What happens when the backlog reaches its limit. */
  public enum AtLimit {
    /** New requests are refused until consumers catch up. */
    REFUSE,
    /** The oldest file is removed; consumers that lack it meet a gap. */
    DROP_OLDEST
  }

  public JournalConfig {
    consumers = Set.copyOf(consumers);
    if (fileBytesMax < FILE_BYTES_MIN || backlogBytesMax < 2 * fileBytesMax) {
      throw new IllegalArgumentException(
          "Expected files of at least %d bytes and a backlog of at least two files, but found %d and %d."
              .formatted(FILE_BYTES_MIN, fileBytesMax, backlogBytesMax));
    }
    if (keptBytesMax < 0 || keptBytesMax > backlogBytesMax) {
      throw new IllegalArgumentException(
          "Expected to keep from 0 to %d bytes of the journal, its limit, but found %d."
              .formatted(backlogBytesMax, keptBytesMax));
    }
  }

  /**
   * Files of 64 MiB, a backlog of 1 GiB, the oldest dropped beyond it; 256 MiB are kept for
   * consumers that come back older.
   */
  public static JournalConfig in(Path directory, Set<String> consumers) {
    return new JournalConfig(
        directory, 64L << 20, 1L << 30, 256L << 20, AtLimit.DROP_OLDEST, consumers);
  }
}
