package dev.synod.examples.review.repository;

/**
 * A repository could not be read. The message says what was expected, what was found, what to do.
 */
public final class RepositoryException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong, as a stable word that ends the error's type. */
  public enum Problem {
    NOT_FOUND("repository-not-found"),
    NOT_A_REPOSITORY("not-a-repository"),
    TIMED_OUT("git-timed-out"),
    GIT_FAILED("git-failed");

    private final String word;

    Problem(String word) {
      this.word = word;
    }

    /** The stable word. */
    public String word() {
      return word;
    }
  }

  private final Problem problem;

  RepositoryException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  RepositoryException(Problem problem, String message, Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  /** What went wrong. */
  public Problem problem() {
    return problem;
  }
}
