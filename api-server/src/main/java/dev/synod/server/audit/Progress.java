package dev.synod.server.audit;

/** Learns how a report comes along. */
@FunctionalInterface
public interface Progress {
  /** Its first byte is about to be written. */
  default void begins() {}

  /** So many of its leaves are written. */
  default void reached(long leaves) {}

  /**
   * Its manifest is known, and about to be written.
   *
   * @param written what the report holds
   * @param digest SHA-256 of the manifest, base64
   */
  void sealed(Sealed written, String digest);

  /**
   * What a report holds.
   *
   * @param entries that it shows
   * @param checkpointSize of the tree that it is part of
   * @param checkpointRoot base64
   */
  record Sealed(long entries, long checkpointSize, String checkpointRoot) {}
}
