package dev.synod.audit.tree;

import java.util.ArrayList;
import java.util.List;

/** Makes the proofs of RFC 6962 (2.1.1, 2.1.2) from the hashes of complete subtrees. */
public final class Prover {
  private final Nodes nodes;

  public Prover(Nodes nodes) {
    this.nodes = nodes;
  }

  /** The hashes that lead from a leaf to the root of the tree of a size. */
  public List<Hash> inclusion(long leaf, long size) {
    if (leaf < 0 || leaf >= size) {
      throw new IllegalArgumentException(
          "Expected a leaf below %d, but found %d.".formatted(size, leaf));
    }
    var path = new ArrayList<Hash>();
    inclusion(leaf, 0, size, path);
    return path;
  }

  private void inclusion(long leaf, long begin, long end, List<Hash> path) {
    if (end - begin == 1) {
      return;
    }
    long middle = begin + split(end - begin);
    if (leaf < middle) {
      inclusion(leaf, begin, middle, path);
      path.add(root(middle, end));
    } else {
      inclusion(leaf, middle, end, path);
      path.add(root(begin, middle));
    }
  }

  /** The hashes that show that the tree of one size is the beginning of the tree of another. */
  public List<Hash> consistency(long from, long to) {
    if (from < 0 || from > to) {
      throw new IllegalArgumentException(
          "Expected a size up to %d, but found %d.".formatted(to, from));
    }
    var path = new ArrayList<Hash>();
    if (from > 0 && from < to) {
      consistency(from, 0, to, true, path);
    }
    return path;
  }

  private void consistency(long from, long begin, long end, boolean isWhole, List<Hash> path) {
    if (from == end) {
      if (!isWhole) {
        path.add(root(begin, end));
      }
      return;
    }
    long middle = begin + split(end - begin);
    if (from <= middle) {
      consistency(from, begin, middle, isWhole, path);
      path.add(root(middle, end));
    } else {
      consistency(from, middle, end, false, path);
      path.add(root(begin, middle));
    }
  }

  /** The root over leaves that begin where a subtree of their tree does. */
  public Hash root(long begin, long end) {
    return begin == end ? Hash.EMPTY_ROOT : CompactRange.fold(roots(begin, end));
  }

  /** A range by the hashes that cover it. */
  public CompactRange range(long begin, long end) {
    return CompactRange.of(begin, end, roots(begin, end));
  }

  private List<Hash> roots(long begin, long end) {
    return Subtree.covering(begin, end).stream().map(nodes::root).toList();
  }

  /** The largest power of two below a number of leaves. */
  private static long split(long leaves) {
    return Long.highestOneBit(leaves - 1);
  }
}
