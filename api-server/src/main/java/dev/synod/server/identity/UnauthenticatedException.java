package dev.synod.server.identity;

import java.io.Serial;

/**
 * A caller whose token is missing or not accepted; the message says why, without the token's
 * content.
 */
public final class UnauthenticatedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public UnauthenticatedException(String message) {
    super(message);
  }
}
