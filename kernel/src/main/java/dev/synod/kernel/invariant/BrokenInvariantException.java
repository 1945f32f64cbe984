package dev.synod.kernel.invariant;

/** Something that always holds does not. */
public final class BrokenInvariantException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BrokenInvariantException(String message) {
    super(message);
  }
}
