package dev.synod.examples.review.history;

import static java.util.Comparator.comparingLong;

import dev.synod.examples.review.findings.Concern;
import dev.synod.examples.review.findings.Findings;
import dev.synod.examples.review.findings.Verdict;
import dev.synod.examples.review.history.History.Author;
import dev.synod.examples.review.history.History.BusFactor;
import dev.synod.examples.review.history.History.FileChurn;
import dev.synod.examples.review.repository.LimitReached;
import dev.synod.examples.review.repository.Repository;
import dev.synod.examples.review.repository.RepositoryException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges whether somebody is there to stand by a release. */
public final class Historian {
  /** Nobody has changed anything for two years: nobody will fix what is released. */
  static final int DEAD_AFTER_DAYS = 730;

  /** One person wrote most of it and has been away for half a year. */
  static final int LONE_AUTHOR_AWAY_DAYS = 180;

  private static final int TOP = 10;
  private static final int MONTHS_MAX = 36;

  private Historian() {}

  /**
   * Reads the history.
   *
   * @param asOf the day as of which inactivity is judged
   */
  public static Findings<History> review(Repository repository, LocalDate asOf)
      throws RepositoryException {
    Churn churn = new Churn();
    Contributions contributions = new Contributions();
    boolean truncated =
        repository.history(
            commit -> {
              churn.add(commit);
              contributions.add(commit);
            });
    List<LimitReached> reached =
        truncated
            ? List.of(
                new LimitReached(
                    "commitsMax", repository.limits().commitsMax(), "older commits not read"))
            : List.of();
    History history = history(asOf, contributions, churn.files());
    List<Concern> concerns = concerns(history, contributions.last(), asOf, repository.isShallow());
    String otherwise =
        "commits: %d, authors: %d, last commit: %s, bus factor: %d"
            .formatted(
                history.commits(),
                history.authors(),
                String.valueOf(history.lastCommitAt()),
                history.busFactor().authors());
    return new Findings<>(
        "historian",
        Findings.Subject.of(repository),
        churn.files().size(),
        Verdict.of(concerns, otherwise),
        concerns,
        reached,
        history);
  }

  private static History history(
      LocalDate asOf, Contributions contributions, Collection<FileChurn> churn) {
    List<Author> authors = contributions.authors();
    return new History(
        asOf.toString(),
        contributions.commits(),
        authors.size(),
        text(contributions.first()),
        text(contributions.last()),
        newest(contributions.commitsPerMonth()),
        busFactor(authors),
        authors.stream().limit(TOP).toList(),
        churn.stream()
            .sorted(comparingLong(FileChurn::lines).reversed().thenComparing(FileChurn::path))
            .limit(TOP)
            .toList());
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static Map<String, Long> newest(Map<String, Long> commitsPerMonth) {
    Map<String, Long> newest = new LinkedHashMap<>();
    commitsPerMonth.entrySet().stream()
        .skip(Math.max(0, commitsPerMonth.size() - MONTHS_MAX))
        .forEach(month -> newest.put(month.getKey(), month.getValue()));
    return newest;
  }

  /** {@code authors} are sorted, most changed lines first. */
  static BusFactor busFactor(List<Author> authors) {
    long total = authors.stream().mapToLong(Author::changedLines).sum();
    long share = 0;
    int count = 0;
    while (share * 2 <= total && count < authors.size() && total > 0) {
      share += authors.get(count).changedLines();
      count++;
    }
    return new BusFactor(count, total == 0 ? 0 : (int) (share * 100 / total), total);
  }

  private static List<Concern> concerns(
      History history, @Nullable Instant last, LocalDate asOf, boolean shallow) {
    List<Concern> concerns = new ArrayList<>();
    if (last == null) {
      return List.of(Concern.blocking("no-commit", "the repository has no commit"));
    }
    long idleDays = ChronoUnit.DAYS.between(last.atZone(ZoneOffset.UTC).toLocalDate(), asOf);
    BusFactor bus = history.busFactor();
    if (idleDays > DEAD_AFTER_DAYS) {
      concerns.add(
          Concern.blocking(
              "dead-project",
              "no commit for %d days (more than %d)".formatted(idleDays, DEAD_AFTER_DAYS)));
    } else if (bus.authors() == 1 && idleDays > LONE_AUTHOR_AWAY_DAYS) {
      concerns.add(
          Concern.blocking(
              "lone-author-away",
              "one author wrote %d %% of the changes, and there was no commit for %d days (more than %d)"
                  .formatted(bus.sharePercent(), idleDays, LONE_AUTHOR_AWAY_DAYS)));
    } else if (bus.authors() == 1) {
      concerns.add(
          Concern.notable(
              "bus-factor",
              "bus factor 1: one author wrote %d %% of the changes".formatted(bus.sharePercent())));
    }
    if (shallow) {
      concerns.add(
          Concern.notable("shallow-clone", "the clone is shallow: older history is not in it"));
    }
    return concerns;
  }
}
