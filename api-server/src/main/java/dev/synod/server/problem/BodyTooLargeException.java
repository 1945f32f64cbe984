package dev.synod.server.problem;

import java.io.IOException;
import java.io.Serial;

/** A body grew over its limit; it is an {@link IOException} because parsers let those pass. */
public final class BodyTooLargeException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  public BodyTooLargeException(int bytesMax) {
    super("Expected a body of at most %d bytes, but found more.".formatted(bytesMax));
  }
}
