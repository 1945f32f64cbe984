package dev.synod.server.governance;

import java.io.Serial;

/** OPA was not asked, for there are too many questions: of who asks, or of all. */
public final class CrowdedException extends PolicyUnavailableException {
  @Serial private static final long serialVersionUID = 1L;

  CrowdedException(String message) {
    super(message);
  }
}
