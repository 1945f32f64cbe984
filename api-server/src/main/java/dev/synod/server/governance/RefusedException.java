package dev.synod.server.governance;

import dev.synod.kernel.Rejection;
import java.io.Serial;

/** Something about policies can't be done. */
public final class RefusedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Rejection rejection;

  RefusedException(Rejection rejection) {
    super(rejection.message());
    this.rejection = rejection;
  }

  /** Why. */
  public Rejection rejection() {
    return rejection;
  }
}
