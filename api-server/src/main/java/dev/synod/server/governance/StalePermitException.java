package dev.synod.server.governance;

import java.io.Serial;

/** What a decision rested on changed while its permit was on the way to the log. */
final class StalePermitException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  StalePermitException(String message) {
    super(message);
  }
}
