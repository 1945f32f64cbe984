package dev.synod.worker.expression;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Texts with their length in front, as parent and child exchange them over standard input and
 * output.
 */
final class Frames {
  /** Bytes of a frame. */
  static final int BYTES_MAX = 8 * 1024 * 1024;

  private Frames() {}

  static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > BYTES_MAX) {
      throw new IOException(
          "Expected a frame of at most %d bytes, but found %d.".formatted(BYTES_MAX, bytes.length));
    }
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  /**
   * The next frame.
   *
   * @throws EOFException at the end of the stream
   */
  static String read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > BYTES_MAX) {
      throw new IOException(
          "Expected a frame of at most %d bytes, but found %d.".formatted(BYTES_MAX, length));
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
