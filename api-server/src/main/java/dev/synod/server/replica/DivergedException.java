package dev.synod.server.replica;

import java.io.Serial;

/** This replica serves nobody, for its state is not the majority's; another one may. */
public final class DivergedException extends RuntimeException {
  /** The stable word by which callers know it. */
  public static final String CODE = "replica-diverged";

  @Serial private static final long serialVersionUID = 1L;

  DivergedException(Divergence divergence) {
    super(divergence.describe());
  }
}
