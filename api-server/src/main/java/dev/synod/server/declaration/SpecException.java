package dev.synod.server.declaration;

import java.io.Serial;

/** A spec that can't be declared; the message says where, what was expected and what was found. */
public final class SpecException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  SpecException(String message) {
    super(message);
  }
}
