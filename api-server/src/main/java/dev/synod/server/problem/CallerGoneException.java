package dev.synod.server.problem;

import java.io.IOException;
import java.io.Serial;

/** Who asked went away before the answer was written; nobody is there to tell. */
public final class CallerGoneException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  public CallerGoneException(String message, Throwable cause) {
    super(message, cause);
  }
}
