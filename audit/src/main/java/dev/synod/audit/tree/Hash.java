package dev.synod.audit.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A SHA-256 hash of the tree: of a leaf, or of a node over two others. */
public final class Hash {
  /** Bytes of a hash. */
  public static final int BYTES = 32;

  /** The root of the tree without leaves: the hash of the empty string (RFC 6962, 2.1). */
  public static final Hash EMPTY_ROOT = new Hash(sha256().digest());

  /** Stands in a tile for a hash that was lost; no input is known that has it. */
  static final Hash LOST = new Hash(new byte[BYTES]);

  private final byte[] content;

  private Hash(byte[] content) {
    this.content = content;
  }

  /** The hash in 32 bytes from an offset. */
  public static Hash at(byte[] bytes, int offset) {
    if (offset < 0 || bytes.length - offset < BYTES) {
      throw new IllegalArgumentException(
          "Expected %d bytes of a hash, but found %d.".formatted(BYTES, bytes.length - offset));
    }
    return new Hash(Arrays.copyOfRange(bytes, offset, offset + BYTES));
  }

  /**
   * The hash in base64.
   *
   * @throws IllegalArgumentException if it is not base64 of 32 bytes
   */
  public static Hash ofBase64(String text) {
    byte[] bytes = Base64.getDecoder().decode(text);
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "Expected %d bytes of a hash, but found %d.".formatted(BYTES, bytes.length));
    }
    return new Hash(bytes);
  }

  /** SHA-256(0x00 ‖ leaf). */
  public static Hash leaf(byte[] leaf) {
    MessageDigest digest = sha256();
    digest.update((byte) 0);
    digest.update(leaf);
    return new Hash(digest.digest());
  }

  /** SHA-256(0x01 ‖ left ‖ right). */
  public static Hash node(Hash left, Hash right) {
    MessageDigest digest = sha256();
    digest.update((byte) 1);
    digest.update(left.content);
    digest.update(right.content);
    return new Hash(digest.digest());
  }

  /** A SHA-256 that every Java platform has. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  /** A copy of the 32 bytes. */
  public byte[] toBytes() {
    return content.clone();
  }

  void copyTo(byte[] target, int offset) {
    System.arraycopy(content, 0, target, offset, BYTES);
  }

  public String base64() {
    return Base64.getEncoder().encodeToString(content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && Arrays.equals(content, hash.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(content);
  }
}
