package dev.synod.audit.report;

import dev.synod.audit.tree.Hash;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A leaf of the audit tree, readable.
 *
 * @param number of the leaf, from 0
 * @param subject who asked
 * @param payloadDigest SHA-256 over a salt and the command's bytes
 */
public record AuditEntry(
    long number, Position position, String subject, Deed deed, Hash payloadDigest) {
  private static final byte FORMAT = 1;
  private static final int FIXED_BYTES = 57;
  private static final String EVERYWHERE = "*";

  /**
   * Where the log has it.
   *
   * @param index of the log's entry
   * @param place in that entry
   * @param timeMillis Unix milliseconds
   * @param revision of the state after it
   * @param permit by which it was allowed; 0 for the system itself
   */
  public record Position(long index, long place, long timeMillis, long revision, long permit) {}

  /**
   * What was asked for.
   *
   * @param namespace empty for the whole installation
   * @param group empty for the whole namespace
   * @param outcome {@code applied}, or the code of the refusal
   */
  public record Deed(String action, String namespace, String group, String outcome) {
    private String scope() {
      if (namespace.isEmpty()) {
        return EVERYWHERE;
      }
      return group.isEmpty() ? namespace : namespace + "/" + group;
    }

    private static Deed of(String action, String scope, String outcome) {
      if (scope.equals(EVERYWHERE)) {
        return new Deed(action, "", "", outcome);
      }
      int slash = scope.indexOf('/');
      return slash < 0
          ? new Deed(action, scope, "", outcome)
          : new Deed(action, scope.substring(0, slash), scope.substring(slash + 1), outcome);
    }
  }

  /**
   * The leaf's bytes: format (1 byte, 1), log index, place, time, revision, permit (8 bytes each,
   * big-endian); subject, action, scope, outcome, each as a 4-byte length and UTF-8; and the
   * payload's digest.
   */
  public byte[] leaf() {
    byte[] by = utf8(subject);
    byte[] action = utf8(deed.action());
    byte[] scope = utf8(deed.scope());
    byte[] outcome = utf8(deed.outcome());
    int texts = by.length + action.length + scope.length + outcome.length;
    var leaf = ByteBuffer.allocate(FIXED_BYTES + texts + Hash.BYTES);
    leaf.put(FORMAT).putLong(position.index()).putLong(position.place());
    leaf.putLong(position.timeMillis()).putLong(position.revision()).putLong(position.permit());
    put(leaf, by);
    put(leaf, action);
    put(leaf, scope);
    put(leaf, outcome);
    leaf.put(payloadDigest.toBytes());
    return leaf.array();
  }

  /** The leaf's hash in the tree. */
  public Hash hash() {
    return Hash.leaf(leaf());
  }

  /**
   * Reads a leaf's bytes.
   *
   * @throws IllegalArgumentException if they are not those of a leaf
   */
  public static AuditEntry of(long number, byte[] leaf) {
    var in = ByteBuffer.wrap(leaf);
    try {
      if (in.get() != FORMAT) {
        throw new IllegalArgumentException("Expected a leaf of format 1, but found another.");
      }
      long index = in.getLong();
      long place = in.getLong();
      var position = new Position(index, place, in.getLong(), in.getLong(), in.getLong());
      String subject = text(in);
      String action = text(in);
      String scope = text(in);
      var deed = Deed.of(action, scope, text(in));
      if (in.remaining() != Hash.BYTES) {
        throw new IllegalArgumentException(
            "Expected a digest at the end of a leaf, but found %d bytes."
                .formatted(in.remaining()));
      }
      return new AuditEntry(number, position, subject, deed, Hash.at(leaf, in.position()));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("Expected a whole leaf, but found part of one.", e);
    }
  }

  private static void put(ByteBuffer leaf, byte[] text) {
    leaf.putInt(text.length).put(text);
  }

  private static String text(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("Expected a text in a leaf, but its length does not fit.");
    }
    byte[] text = new byte[length];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
