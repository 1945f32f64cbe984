package dev.synod.sdk;

/** A task could not be done. */
public final class TaskFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final String type;
  private final int status;
  private final String title;
  private final boolean retryable;

  /**
   * @param type URI that tells kinds of failures apart; workflows catch by it
   * @param title the same for each failure of the type
   * @param detail what happened this time
   * @param retryable whether another attempt may succeed
   */
  public TaskFailure(String type, int status, String title, String detail, boolean retryable) {
    super(detail);
    this.type = type;
    this.status = status;
    this.title = title;
    this.retryable = retryable;
  }

  Fault fault() {
    String detail = getMessage();
    return new Fault(type, status, title, detail == null ? "" : detail, "");
  }

  boolean isRetryable() {
    return retryable;
  }
}
