package dev.synod.examples.review.findings;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synod.examples.review.repository.LimitReached;
import dev.synod.examples.review.repository.Repository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reviewer's findings: the same repository at the same commit gives the same JSON.
 *
 * @param agent the reviewer
 * @param files files that it looked at
 * @param detail what it found out, its own shape
 */
public record Findings<D>(
    String agent,
    Subject repository,
    long files,
    Verdict verdict,
    List<Concern> concerns,
    List<LimitReached> limitsReached,
    D detail) {

  /** Copies the lists. */
  public Findings {
    concerns = List.copyOf(concerns);
    limitsReached = List.copyOf(limitsReached);
  }

  /**
   * What was reviewed.
   *
   * @param commit the reviewed commit; absent in a repository without one
   * @param shallow whether the clone lacks a part of the history
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Subject(@Nullable String commit, boolean shallow) {

    /** The state in which {@code repository} was opened. */
    public static Subject of(Repository repository) {
      return new Subject(repository.head(), repository.isShallow());
    }
  }
}
