package dev.synod.server.problem;

import java.io.Serial;

/** Ends a request with a problem document. */
public final class ProblemException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  /** What the caller is told. */
  public Problem problem() {
    return problem;
  }

  public static ProblemException invalid(String detail) {
    return new ProblemException(Problem.of("invalid-argument", 400, detail));
  }

  public static ProblemException notFound(String detail) {
    return new ProblemException(Problem.of("not-found", 404, detail));
  }

  public static ProblemException compacted(String detail) {
    return new ProblemException(Problem.of("compacted", 410, detail));
  }
}
