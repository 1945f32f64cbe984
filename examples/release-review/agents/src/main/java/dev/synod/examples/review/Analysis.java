package dev.synod.examples.review;

import dev.synod.examples.review.findings.Findings;
import dev.synod.examples.review.history.Historian;
import dev.synod.examples.review.ratio.Tester;
import dev.synod.examples.review.repository.Repository;
import dev.synod.examples.review.repository.RepositoryException;
import dev.synod.examples.review.risk.RiskReviewer;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;

/** A reviewer's analysis. */
@FunctionalInterface
interface Analysis {
  /** Reviews a repository. */
  Findings<?> review(Repository repository) throws RepositoryException;

  /**
   * The analysis of the reviewer with this name.
   *
   * @param clock tells the historian how long ago the last commit was
   */
  static Optional<Analysis> of(String agent, Clock clock) {
    return switch (agent) {
      case "historian" ->
          Optional.of(repository -> Historian.review(repository, LocalDate.now(clock)));
      case "tester" -> Optional.of(Tester::review);
      case "risk" -> Optional.of(RiskReviewer::review);
      default -> Optional.empty();
    };
  }
}
