package dev.synod.log;

/** Learns what was applied. */
@FunctionalInterface
public interface AppliedListener {

  /** One entry, after it took effect. */
  void applied(Applied applied);

  /** No further call follows: the listener fell behind, or failed. */
  default void ended(String reason) {}
}
