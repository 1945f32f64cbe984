package dev.synod.kernel.value;

import java.util.Arrays;
import java.util.HexFormat;

/** Immutable bytes, equal by content. */
public final class Bytes {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** A copy of the given bytes. */
  public static Bytes copyOf(byte[] content) {
    return content.length == 0 ? EMPTY : new Bytes(content.clone());
  }

  /** The given bytes, which the caller promises never to change. */
  public static Bytes ofTrusted(byte[] content) {
    return content.length == 0 ? EMPTY : new Bytes(content);
  }

  public static Bytes ofHex(String hex) {
    return ofTrusted(HexFormat.of().parseHex(hex));
  }

  public byte[] toArray() {
    return content.clone();
  }

  /** The content itself, without a copy; it must not be changed. */
  public byte[] trustedArray() {
    return content;
  }

  public int length() {
    return content.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
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
