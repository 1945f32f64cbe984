package dev.synod.audit.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * A range of leaves by the roots of the largest complete subtrees that cover it, to which leaves
 * are appended at its right. One that begins at leaf 0 has a root. (As in Trillian's compact
 * ranges.)
 */
public final class CompactRange {
  private final long begin;
  private final ArrayList<Hash> nodes = new ArrayList<>();
  private long end;

  /** The empty range at a leaf. */
  public CompactRange(long begin) {
    this.begin = begin;
    this.end = begin;
  }

  /**
   * The range from one leaf up to another.
   *
   * @param nodes roots of {@link Subtree#covering}, in its order
   * @throws IllegalArgumentException if there are more or fewer of them
   */
  public static CompactRange of(long begin, long end, List<Hash> nodes) {
    int expected = Subtree.count(begin, end);
    if (nodes.size() != expected) {
      throw new IllegalArgumentException(
          "Expected %d hashes for the entries %d to %d, but found %d."
              .formatted(expected, begin, end, nodes.size()));
    }
    var range = new CompactRange(begin);
    range.nodes.addAll(nodes);
    range.end = end;
    return range;
  }

  public long begin() {
    return begin;
  }

  /** The leaf after the last one. */
  public long end() {
    return end;
  }

  /** Roots of {@link Subtree#covering}. */
  public List<Hash> nodes() {
    return List.copyOf(nodes);
  }

  public boolean isEmpty() {
    return begin == end;
  }

  /** Appends a leaf by its hash. */
  public void append(Hash leaf) {
    append(0, leaf);
  }

  /** Appends a range that begins where this one ends. */
  public void append(CompactRange next) {
    if (next.begin != end) {
      throw new IllegalArgumentException(
          "Expected a range from leaf %d on, but found one from %d.".formatted(end, next.begin));
    }
    List<Subtree> covering = Subtree.covering(next.begin, next.end);
    for (int i = 0; i < covering.size(); i++) {
      append(covering.get(i).level(), next.nodes.get(i));
    }
  }

  private void append(int level, Hash subtree) {
    long start = end;
    int height = level;
    Hash root = subtree;
    while (((start >> height) & 1) == 1 && start - (1L << height) >= begin) {
      root = Hash.node(nodes.removeLast(), root);
      start -= 1L << height;
      height++;
    }
    nodes.add(root);
    end += 1L << level;
  }

  /** The root of the tree that these leaves are; the range must begin at leaf 0. */
  public Hash root() {
    if (begin != 0) {
      throw new IllegalStateException(
          "Expected a range from leaf 0 on, but found one from %d.".formatted(begin));
    }
    if (nodes.isEmpty()) {
      return Hash.EMPTY_ROOT;
    }
    return fold(nodes);
  }

  /** The root over subtrees that shrink to the right. */
  static Hash fold(List<Hash> nodes) {
    Hash root = nodes.getLast();
    for (int i = nodes.size() - 2; i >= 0; i--) {
      root = Hash.node(nodes.get(i), root);
    }
    return root;
  }
}
