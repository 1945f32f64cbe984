package dev.synod.sdk;

/**
 * Follows documents. Called by one thread at a time; while it works, nothing more is sent to it.
 */
public interface DocumentListener {
  /** A document is there, or has changed. */
  void put(Document document);

  /** A document is gone. */
  void deleted(String key, long revision);

  /** All changes up to this revision have been told. */
  default void progressed(long revision) {}

  /**
   * The changes since the last one told are no longer known. What is there now follows; what is not
   * named is gone.
   */
  default void restarted() {}

  /**
   * The connection was lost, and another one goes on where it ended: of the changes none is missed
   * and none is told again.
   *
   * @param revision after which it goes on
   */
  default void resumed(long revision) {}

  /** The watch has ended, for the server refuses it. */
  default void failed(SynodException cause) {}
}
