package dev.synod.examples.review.history;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import dev.synod.examples.review.history.History.Author;
import dev.synod.examples.review.repository.Change;
import dev.synod.examples.review.repository.Commit;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who committed how much, and when. */
final class Contributions {
  private static final Comparator<Author> MOST_LINES_FIRST =
      comparingLong(Author::changedLines)
          .reversed()
          .thenComparing(comparingLong(Author::commits).reversed())
          .thenComparing(comparing(Author::name));

  private final Map<String, Author> byEmail = new HashMap<>();
  private final NavigableMap<String, Long> commitsPerMonth = new TreeMap<>();
  private long commits;
  private @Nullable Instant first;
  private @Nullable Instant last;

  void add(Commit commit) {
    commits++;
    first = first == null || commit.at().isBefore(first) ? commit.at() : first;
    last = last == null || commit.at().isAfter(last) ? commit.at() : last;
    commitsPerMonth.merge(
        YearMonth.from(commit.at().atZone(ZoneOffset.UTC)).toString(), 1L, Long::sum);
    long lines = commit.changes().stream().mapToLong(Change::lines).sum();
    // The newest commit comes first, so the author keeps the name used last.
    byEmail.merge(
        commit.email().toLowerCase(Locale.ROOT),
        new Author(commit.author(), 1, lines),
        Contributions::sum);
  }

  long commits() {
    return commits;
  }

  @Nullable Instant first() {
    return first;
  }

  @Nullable Instant last() {
    return last;
  }

  NavigableMap<String, Long> commitsPerMonth() {
    return commitsPerMonth;
  }

  /**
   * Most changed lines first; ties are broken by commits, then name. A person is an address, and
   * addresses with the same name are one person.
   */
  List<Author> authors() {
    Map<String, Author> byName = new HashMap<>();
    for (Author author : byEmail.values()) {
      byName.merge(author.name(), author, Contributions::sum);
    }
    return byName.values().stream().sorted(MOST_LINES_FIRST).toList();
  }

  private static Author sum(Author a, Author b) {
    return new Author(a.name(), a.commits() + b.commits(), a.changedLines() + b.changedLines());
  }
}
