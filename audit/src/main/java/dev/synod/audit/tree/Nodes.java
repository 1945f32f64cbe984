package dev.synod.audit.tree;

/** Where the hashes of complete subtrees come from. */
@FunctionalInterface
public interface Nodes {
  /**
   * The root of a complete subtree.
   *
   * @throws MissingNodeException if it is not there
   */
  Hash root(Subtree subtree);
}
