package dev.synod.audit.tree;

import java.util.List;

/** Checks proofs as RFC 9162 (2.1.3.2, 2.1.4.2) tells. */
public final class Proofs {
  private Proofs() {}

  /** Whether a leaf is in the tree of a size and a root. */
  public static boolean includes(Hash root, long size, long leaf, Hash leafHash, List<Hash> path) {
    if (leaf < 0 || leaf >= size) {
      return false;
    }
    long node = leaf;
    long last = size - 1;
    Hash hash = leafHash;
    for (Hash sibling : path) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        hash = Hash.node(sibling, hash);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        hash = Hash.node(hash, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && hash.equals(root);
  }

  /**
   * Whether the tree of one size and root is the beginning of the tree of another.
   *
   * @param path as {@link Prover#consistency} makes it
   */
  public static boolean isConsistent(
      long fromSize, Hash fromRoot, long toSize, Hash toRoot, List<Hash> path) {
    if (fromSize < 0 || fromSize > toSize) {
      return false;
    }
    if (fromSize == toSize || fromSize == 0) {
      return path.isEmpty()
          && (fromSize == toSize ? fromRoot.equals(toRoot) : fromRoot.equals(Hash.EMPTY_ROOT));
    }
    boolean startsAtOld = Long.bitCount(fromSize) == 1;
    if (!startsAtOld && path.isEmpty()) {
      return false;
    }
    long node = fromSize - 1;
    long last = toSize - 1;
    int zeros = Long.numberOfTrailingZeros(~node);
    node >>= zeros;
    last >>= zeros;
    Hash old = startsAtOld ? fromRoot : path.getFirst();
    Hash young = old;
    for (Hash sibling : startsAtOld ? path : path.subList(1, path.size())) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        old = Hash.node(sibling, old);
        young = Hash.node(sibling, young);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        young = Hash.node(young, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && old.equals(fromRoot) && young.equals(toRoot);
  }
}
