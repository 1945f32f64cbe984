package dev.synod.server.gateway;

import dev.synod.kernel.Rejection;
import java.io.Serial;

/** The kernel, or the gateway in its name, refused a request. */
public final class RejectedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Rejection rejection;

  public RejectedException(Rejection rejection) {
    super(rejection.message());
    this.rejection = rejection;
  }

  public Rejection rejection() {
    return rejection;
  }
}
