package dev.synod.examples.review.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A repository's history in figures.
 *
 * @param asOf the day as of which activity was judged
 * @param firstCommitAt author's time of the oldest commit read, RFC 3339
 * @param commitsPerMonth the newest months with commits, by {@code yyyy-MM}
 * @param topAuthors who changed most lines
 * @param topChurn files with most lines added and deleted, under their newest name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record History(
    String asOf,
    long commits,
    int authors,
    @Nullable String firstCommitAt,
    @Nullable String lastCommitAt,
    Map<String, Long> commitsPerMonth,
    BusFactor busFactor,
    List<Author> topAuthors,
    List<FileChurn> topChurn) {

  /**
   * The smallest number of authors who account for more than half of the changed lines.
   *
   * @param authors 0 where no line was changed
   * @param sharePercent their share, rounded down
   */
  public record BusFactor(int authors, int sharePercent, long changedLines) {}

  /** An author after {@code .mailmap}; addresses stay out of the report. */
  public record Author(String name, long commits, long changedLines) {}

  /** How often and how much a file changed. */
  public record FileChurn(String path, long commits, long added, long deleted) {

    /** Lines added and deleted. */
    long lines() {
      return added + deleted;
    }
  }
}
