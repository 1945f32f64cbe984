package dev.synod.examples.review.repository;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Splits git's output at one byte, without holding more than one token in memory. */
final class Tokens {
  /** A path name is at most 4,096 bytes on Linux; an author's name has no limit in git. */
  private static final int TOKEN_BYTES_MAX = 64 << 10;

  private final InputStream in;
  private final int separator;
  private final byte[] buffer = new byte[64 << 10];
  private int position;
  private int filled;

  Tokens(InputStream in, int separator) {
    this.in = in;
    this.separator = separator;
  }

  /**
   * The next token without its separator, cut at {@value #TOKEN_BYTES_MAX} bytes; null at the end.
   */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream token = new ByteArrayOutputStream(128);
    boolean any = false;
    while (true) {
      if (position == filled) {
        filled = in.read(buffer);
        position = 0;
        if (filled <= 0) {
          filled = 0;
          return any ? token.toByteArray() : null;
        }
      }
      any = true;
      int start = position;
      while (position < filled && buffer[position] != separator) {
        position++;
      }
      int room = TOKEN_BYTES_MAX - token.size();
      token.write(buffer, start, Math.min(position - start, room));
      if (position < filled) {
        position++;
        return token.toByteArray();
      }
    }
  }
}
