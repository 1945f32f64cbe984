package dev.synod.simulator.invariant;

import dev.synod.kernel.value.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The tree of RFC 6962, section 2.1, by its definition from the leaves up: what the kernel's
 * frontier, which never sees them all, must come to.
 */
final class MerkleTree {
  private static final int BLOCK_LEAVES = 256;

  private final List<byte[]> blocks = new ArrayList<>();
  private final List<byte[]> rest = new ArrayList<>();

  void add(Bytes leafHash) {
    rest.add(leafHash.toArray());
    if (rest.size() == BLOCK_LEAVES) {
      blocks.add(root(rest));
      rest.clear();
    }
  }

  long size() {
    return (long) blocks.size() * BLOCK_LEAVES + rest.size();
  }

  byte[] root() {
    if (blocks.isEmpty() && rest.isEmpty()) {
      return sha256().digest();
    }
    if (blocks.isEmpty()) {
      return root(rest);
    }
    var all = new ArrayList<>(blocks);
    if (rest.isEmpty()) {
      return root(all);
    }
    all.add(root(rest));
    return root(all);
  }

  /** The left part is the largest power of two below the size. */
  private static byte[] root(List<byte[]> nodes) {
    if (nodes.size() == 1) {
      return nodes.getFirst();
    }
    int left = Integer.highestOneBit(nodes.size() - 1);
    MessageDigest digest = sha256();
    digest.update((byte) 1);
    digest.update(root(nodes.subList(0, left)));
    digest.update(root(nodes.subList(left, nodes.size())));
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
