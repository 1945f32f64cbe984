package dev.synod.kernel.audit;

import dev.synod.kernel.value.Bytes;
import io.vavr.collection.Vector;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The right edge of an RFC 6962 Merkle tree: the roots of its complete subtrees, the largest first.
 * It is all that is needed to append a leaf and to compute the root.
 *
 * @param size number of leaves
 */
public record Frontier(long size, Vector<Bytes> subtrees) {
  public static final Frontier EMPTY = new Frontier(0, Vector.empty());

  /** Copied for each use: a copy costs much less than a look-up by name. */
  private static final MessageDigest SHA_256 = newSha256();

  /** The tree with one more leaf, given by its hash ({@link #leafHash}). */
  public Frontier append(Bytes leaf) {
    Bytes subtree = leaf;
    Vector<Bytes> rest = subtrees;
    MessageDigest digest = sha256();
    for (long n = size; (n & 1) == 1; n >>= 1) {
      subtree = nodeHash(digest, rest.last(), subtree);
      rest = rest.init();
    }
    return new Frontier(size + 1, rest.append(subtree));
  }

  /** The root hash; of the empty tree that of the empty string (RFC 6962, 2.1). */
  public Bytes root() {
    MessageDigest digest = sha256();
    if (size == 0) {
      return Bytes.ofTrusted(digest.digest());
    }
    Bytes root = subtrees.last();
    for (int i = subtrees.size() - 2; i >= 0; i--) {
      root = nodeHash(digest, subtrees.get(i), root);
    }
    return root;
  }

  /** SHA-256(0x00 ‖ leaf). */
  public static Bytes leafHash(byte[] leaf, int length) {
    MessageDigest digest = sha256();
    digest.update((byte) 0);
    digest.update(leaf, 0, length);
    return Bytes.ofTrusted(digest.digest());
  }

  /** SHA-256(0x01 ‖ left ‖ right); the digest is as new before and after it. */
  private static Bytes nodeHash(MessageDigest digest, Bytes left, Bytes right) {
    digest.update((byte) 1);
    digest.update(left.trustedArray());
    digest.update(right.trustedArray());
    return Bytes.ofTrusted(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("The platform's SHA-256 can be copied.", e);
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
