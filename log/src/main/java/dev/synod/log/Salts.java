package dev.synod.log;

import dev.synod.kernel.value.Bytes;
import java.security.SecureRandom;
import java.util.Arrays;

/** Random bytes that make an audit leaf's digest tell nothing about a payload that was erased. */
public final class Salts {
  private static final int SALT_BYTES = 16;
  private static final int DRAWN_AT_ONCE = 256;

  private final SecureRandom random = new SecureRandom();
  private final byte[] drawn = new byte[SALT_BYTES * DRAWN_AT_ONCE];
  private int used = drawn.length;

  /** Sixteen bytes that were never given before. */
  public synchronized Bytes next() {
    if (used == drawn.length) {
      random.nextBytes(drawn);
      used = 0;
    }
    used += SALT_BYTES;
    return Bytes.ofTrusted(Arrays.copyOfRange(drawn, used - SALT_BYTES, used));
  }
}
