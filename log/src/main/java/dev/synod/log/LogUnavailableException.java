package dev.synod.log;

import org.jspecify.annotations.Nullable;

/** The log cannot answer at the moment; nothing was changed. */
public final class LogUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LogUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public LogUnavailableException(String message) {
    super(message);
  }
}
