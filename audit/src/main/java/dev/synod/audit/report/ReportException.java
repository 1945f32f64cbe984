package dev.synod.audit.report;

/** A report is not what it should be. The message says where and how. */
public final class ReportException extends Exception {
  private static final long serialVersionUID = 1;

  public ReportException(String message) {
    super(message);
  }

  ReportException(String message, Throwable cause) {
    super(message, cause);
  }
}
