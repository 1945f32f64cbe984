package dev.synod.examples.review.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.examples.review.findings.Concern;
import dev.synod.examples.review.findings.Findings;
import dev.synod.examples.review.history.History.Author;
import dev.synod.examples.review.history.History.FileChurn;
import dev.synod.examples.review.repository.GitRepository;
import dev.synod.examples.review.repository.LimitReached;
import dev.synod.examples.review.repository.Limits;
import dev.synod.examples.review.repository.Repository;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistorianTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-03-01");

  @TempDir Path directory;

  @Test
  void shouldCountCommitsAuthorsAndMonths() throws Exception {
    Findings<History> findings =
        Historian.review(
            GitRepository.in(directory)
                .lines("a", 60)
                .commit("one")
                .at("2026-02-03T00:00:00Z")
                .author("Grace <grace@example.org>")
                .lines("b", 50)
                .commit("two")
                .author("G. Hopper <GRACE@example.org>")
                .lines("c", 1)
                .commit("three")
                .open(),
            TODAY);

    History history = findings.detail();
    assertThat(history.commits()).isEqualTo(3);
    assertThat(history.authors()).isEqualTo(2);
    assertThat(history.topAuthors())
        .containsExactly(new Author("Ada", 1, 60), new Author("G. Hopper", 2, 51));
    assertThat(history.firstCommitAt()).isEqualTo("2026-01-10T12:00:00Z");
    assertThat(history.lastCommitAt()).isEqualTo("2026-02-03T00:00:00Z");
    assertThat(history.commitsPerMonth()).isEqualTo(Map.of("2026-01", 1L, "2026-02", 2L));
    assertThat(findings.verdict().option()).isEqualTo("release");
    assertThat(findings.limitsReached()).isEmpty();
  }

  @Test
  void shouldCountChangesUnderFormerNamesForTheNewestOne() throws Exception {
    Findings<History> findings =
        Historian.review(
            GitRepository.in(directory)
                .lines("a", 30)
                .commit("one")
                .git("mv", "a", "b")
                .commit("two")
                .git("mv", "b", "c")
                .commit("three")
                .lines("c", 32)
                .commit("four")
                .open(),
            TODAY);

    assertThat(findings.detail().topChurn()).containsExactly(new FileChurn("c", 4, 32, 0));
  }

  @Test
  void shouldNeedMoreThanHalfOfTheLinesForTheBusFactor() {
    Author half = new Author("a", 1, 50);
    Author quarter = new Author("b", 1, 25);
    assertThat(Historian.busFactor(List.of(half, quarter, quarter)).authors()).isEqualTo(2);
    assertThat(Historian.busFactor(List.of(new Author("a", 1, 51), quarter)).authors())
        .isEqualTo(1);
    assertThat(Historian.busFactor(List.of(new Author("a", 1, 0))).authors()).isZero();
    assertThat(Historian.busFactor(List.of()).authors()).isZero();
  }

  @Test
  void shouldRejectWhenNobodyCommittedForTwoYears() throws Exception {
    Repository repository = GitRepository.in(directory).lines("a", 1).commit("one").open();
    assertThat(Historian.review(repository, LocalDate.parse("2028-01-11")).concerns())
        .extracting(Concern::rule)
        .containsExactly("dead-project");
  }

  @Test
  void shouldRejectWhenTheOnlyAuthorIsAway() throws Exception {
    Repository repository = GitRepository.in(directory).lines("a", 1).commit("one").open();
    Findings<History> findings = Historian.review(repository, LocalDate.parse("2026-08-01"));
    assertThat(findings.verdict().option()).isEqualTo("reject");
    assertThat(findings.verdict().reason()).contains("one author wrote 100 %").contains("203 days");
  }

  @Test
  void shouldOnlyMentionALoneAuthorWhoIsThere() throws Exception {
    Repository repository = GitRepository.in(directory).lines("a", 1).commit("one").open();
    Findings<History> findings = Historian.review(repository, TODAY);
    assertThat(findings.verdict().option()).isEqualTo("release");
    assertThat(findings.concerns()).extracting(Concern::rule).containsExactly("bus-factor");
  }

  @Test
  void shouldRejectARepositoryWithoutCommit() throws Exception {
    Findings<History> findings = Historian.review(GitRepository.in(directory).open(), TODAY);
    assertThat(findings.verdict().option()).isEqualTo("reject");
    assertThat(findings.verdict().reason()).isEqualTo("the repository has no commit");
  }

  @Test
  void shouldNameTheLimitWhenHistoryIsLonger() throws Exception {
    GitRepository made = GitRepository.in(directory).commit("1").commit("2").commit("3");
    Repository repository =
        Repository.open(made.root(), new Limits(2, 10, 10, 10, Duration.ofSeconds(20)));
    assertThat(Historian.review(repository, TODAY).limitsReached())
        .containsExactly(new LimitReached("commitsMax", 2, "older commits not read"));
  }
}
