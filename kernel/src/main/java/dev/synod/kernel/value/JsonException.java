package dev.synod.kernel.value;

import java.io.Serial;

/** JSON text that can't be read; the message says where, what was expected and what was found. */
public final class JsonException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  JsonException(String message) {
    super(message);
  }
}
