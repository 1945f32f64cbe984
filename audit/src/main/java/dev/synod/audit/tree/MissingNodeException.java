package dev.synod.audit.tree;

/** Part of the tree is not where it was looked for. */
public final class MissingNodeException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  public MissingNodeException(String message) {
    super(message);
  }
}
