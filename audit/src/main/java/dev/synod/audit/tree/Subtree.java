package dev.synod.audit.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * A complete subtree: the leaves from {@code index << level} on, {@code 1 << level} of them.
 *
 * @param level 0 for a leaf
 * @param index among the subtrees of its level, from 0
 */
public record Subtree(int level, long index) {

  /** The largest complete subtrees that together cover the leaves from one up to another. */
  public static List<Subtree> covering(long begin, long end) {
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          "Expected a range of leaves, but found %d to %d.".formatted(begin, end));
    }
    var covering = new ArrayList<Subtree>();
    long position = begin;
    while (position < end) {
      int fits = Long.SIZE - 1 - Long.numberOfLeadingZeros(end - position);
      int level = Math.min(Long.numberOfTrailingZeros(position), fits);
      covering.add(new Subtree(level, position >> level));
      position += 1L << level;
    }
    return covering;
  }

  /** How many there are in {@link #covering}, without making them. */
  public static int count(long begin, long end) {
    return covering(begin, end).size();
  }
}
