package dev.synod.server.governance;

import java.io.Serial;

/**
 * Nobody could be asked, and nothing that is still in force allows it: the answer is no, for now.
 */
public sealed class PolicyUnavailableException extends RuntimeException permits CrowdedException {
  @Serial private static final long serialVersionUID = 1L;

  PolicyUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  PolicyUnavailableException(String message) {
    super(message);
  }
}
