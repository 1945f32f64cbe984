package dev.synod.log.journal;

import java.nio.file.Path;
import java.util.Set;

/**
 * Where and how much.
 *
 * @param fileBytesMax at which a file is sealed
 * @param backlogBytesMax of all files together
 * @param consumers who must have an entry before its file is removed; with none, files stay until
 *     the limit
 */
public record JournalConfig(
    Path directory,
    long fileBytesMax,
    long backlogBytesMax,
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
  }

  /** Files of 64 MiB, a backlog of 1 GiB, the oldest dropped beyond it. */
  public static JournalConfig in(Path directory, Set<String> consumers) {
    return new JournalConfig(directory, 64L << 20, 1L << 30, AtLimit.DROP_OLDEST, consumers);
  }
}
