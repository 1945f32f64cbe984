package dev.synod.server.audit;

import dev.synod.kernel.Code;
import dev.synod.kernel.Rejection;
import java.io.Serial;

/** The trail can't answer. The message says why, and what to do. */
public final class TrailException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Rejection rejection;

  TrailException(Code code, String message) {
    super(message);
    this.rejection = new Rejection(code, message);
  }

  private TrailException(String message, Throwable cause) {
    super(message, cause);
    this.rejection = new Rejection(Code.UNAVAILABLE, message);
  }

  /** It can't answer now. */
  static TrailException unavailable(String message) {
    return new TrailException(Code.UNAVAILABLE, message);
  }

  /** It can't answer now, because of another failure. */
  static TrailException unavailable(String message, Throwable cause) {
    return new TrailException(message, cause);
  }

  /** What the caller is told. */
  public Rejection rejection() {
    return rejection;
  }
}
