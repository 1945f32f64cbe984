package dev.synod.log;

/**
 * What is left of the disk on which a replica keeps its log, its journal and its snapshots.
 *
 * @param freeBytes that this process may still write
 * @param reserveBytes below which new requests are refused
 */
public record DiskSpace(long freeBytes, long reserveBytes) {

  /** Whether new requests have to be refused. */
  public boolean isLow() {
    return freeBytes < reserveBytes;
  }

  /**
   * Whether entries of others have to be refused too. Between the two there is room for what was
   * accepted before: entries in flight, their outcomes in the journal, a term's first entry.
   */
  public boolean isExhausted() {
    return freeBytes < reserveBytes / 2;
  }

  /** Whether so many bytes can be written without using up what keeps the log from its end. */
  public boolean hasRoomFor(long bytes) {
    return freeBytes - bytes >= reserveBytes / 2;
  }
}
