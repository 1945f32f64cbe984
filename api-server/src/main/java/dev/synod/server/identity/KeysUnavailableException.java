package dev.synod.server.identity;

import java.io.Serial;

/**
 * A token can't be judged because its issuer's keys were never seen; trying again later may help.
 */
public final class KeysUnavailableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  KeysUnavailableException(String message) {
    super(message);
  }
}
