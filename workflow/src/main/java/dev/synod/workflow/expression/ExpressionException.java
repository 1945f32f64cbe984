package dev.synod.workflow.expression;

/**
 * The evaluation of an expression failed, because of what it says or because it went over a limit.
 */
public final class ExpressionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What an expression may use up. */
  public enum Limit {
    /** None: the expression itself is at fault. */
    NONE,
    TIME,
    HEAP,
    STACK,
    OUTPUT
  }

  private final Limit limit;

  public ExpressionException(Limit limit, String message) {
    super(message);
    this.limit = limit;
  }

  public Limit limit() {
    return limit;
  }
}
