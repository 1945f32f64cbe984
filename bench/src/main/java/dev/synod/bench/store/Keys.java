package dev.synod.bench.store;

/** Names of keys, the same for all stores. */
final class Keys {
  static final String PREFIX = "documents/";
  private static final int OFFSET = 10_000_000;

  private Keys() {}

  /** All names have the same length. */
  static String name(int key) {
    return PREFIX + (OFFSET + key);
  }
}
