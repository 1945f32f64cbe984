package dev.synod.operator.identity;

import java.io.IOException;

/** Keycloak could not be asked, or answered otherwise than expected. */
final class KeycloakException extends IOException {
  private static final long serialVersionUID = 1;

  KeycloakException(String message) {
    super(message);
  }

  KeycloakException(String message, IOException cause) {
    super(message, cause);
  }
}
