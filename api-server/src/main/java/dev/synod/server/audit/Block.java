package dev.synod.server.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Up to 256 leaves as they are stored: each with its length, compressed. */
final class Block {
  /** Leaves of a full block, those of a full tile. */
  static final int LEAVES = 256;

  private static final String DAMAGED =
      "Expected a block of audit entries in PostgreSQL, but it is damaged; restore the database from a backup.";
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int BYTES_MAX = 64 << 20;

  private Block() {}

  static byte[] pack(List<byte[]> leaves) {
    int bytes = leaves.stream().mapToInt(leaf -> Integer.BYTES + leaf.length).sum();
    var plain = ByteBuffer.allocate(bytes);
    leaves.forEach(leaf -> plain.putInt(leaf.length).put(leaf));
    try (var deflater = new Deflater(Deflater.BEST_SPEED)) {
      deflater.setInput(plain.array());
      deflater.finish();
      var packed = new ByteArrayOutputStream(bytes / 2 + Long.BYTES);
      byte[] buffer = new byte[BUFFER_BYTES];
      while (!deflater.finished()) {
        packed.write(buffer, 0, deflater.deflate(buffer));
      }
      return packed.toByteArray();
    }
  }

  /**
   * The leaves in their order.
   *
   * @throws TrailException if these are not the bytes of a block
   */
  static List<byte[]> unpack(byte[] packed) {
    try (var inflater = new Inflater()) {
      inflater.setInput(packed);
      var plain = new ByteArrayOutputStream(packed.length * 4);
      byte[] buffer = new byte[BUFFER_BYTES];
      while (!inflater.finished()) {
        int count = inflater.inflate(buffer);
        if (count == 0 || plain.size() > BYTES_MAX) {
          throw damaged();
        }
        plain.write(buffer, 0, count);
      }
      return leaves(ByteBuffer.wrap(plain.toByteArray()));
    } catch (DataFormatException e) {
      throw TrailException.unavailable(DAMAGED, e);
    }
  }

  private static List<byte[]> leaves(ByteBuffer plain) {
    var leaves = new ArrayList<byte[]>();
    while (plain.remaining() >= Integer.BYTES) {
      int length = plain.getInt();
      if (length < 0 || length > plain.remaining()) {
        throw damaged();
      }
      byte[] leaf = new byte[length];
      plain.get(leaf);
      leaves.add(leaf);
    }
    return leaves;
  }

  private static TrailException damaged() {
    return TrailException.unavailable(DAMAGED);
  }
}
