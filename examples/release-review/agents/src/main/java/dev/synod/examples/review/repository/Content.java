package dev.synod.examples.review.repository;

import java.nio.charset.StandardCharsets;

/** A file's bytes. */
public final class Content {
  /** Git looks for a NUL in the first 8,000 bytes to tell binary from text, and so do we. */
  static final int BINARY_PROBE_BYTES = 8_000;

  private final byte[] bytes;

  Content(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Whether git would call it binary. */
  public boolean isBinary() {
    int probe = Math.min(bytes.length, BINARY_PROBE_BYTES);
    for (int i = 0; i < probe; i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  /** Lines, counting a last one without a line break. */
  public long lines() {
    long lines = 0;
    for (byte b : bytes) {
      if (b == '\n') {
        lines++;
      }
    }
    return bytes.length > 0 && bytes[bytes.length - 1] != '\n' ? lines + 1 : lines;
  }

  /** The bytes as UTF-8, with the replacement character where they are not. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
