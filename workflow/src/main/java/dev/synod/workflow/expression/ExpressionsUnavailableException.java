package dev.synod.workflow.expression;

/** Expressions cannot be evaluated at the moment; the same evaluation may succeed later. */
public final class ExpressionsUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ExpressionsUnavailableException(String message) {
    super(message);
  }

  public ExpressionsUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
