package dev.synod.examples.review.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the review came to, for people and for programs.
 *
 * @param summary one sentence
 * @param decision how it was decided
 * @param findings by reviewer, as they stand in the shared state
 * @param markdown the same for people
 */
public record Report(
    String run,
    String repository,
    @Nullable String commit,
    String summary,
    Decision decision,
    SortedMap<String, JsonNode> findings,
    String markdown) {

  /**
   * How the release was decided.
   *
   * @param outcome {@code released} or {@code rejected}
   * @param decidedBy {@code vote}, {@code person} or {@code timeout}
   * @param vote the proposal's outcome with tally and ballots
   * @param approval the person's answer, where one was asked
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Decision(
      String outcome, String decidedBy, @Nullable JsonNode vote, @Nullable JsonNode approval) {}

  /** The text that people read. */
  public static Report of(
      String run, String repository, Decision decision, SortedMap<String, JsonNode> findings) {
    String commit =
        findings.values().stream()
            .map(found -> found.at("/repository/commit").asText(""))
            .filter(id -> !id.isEmpty())
            .findFirst()
            .orElse(null);
    String summary = summary(repository, decision, findings);
    return new Report(
        run,
        repository,
        commit,
        summary,
        decision,
        findings,
        Markdown.of(run, repository, commit, summary, decision, findings));
  }

  private static String summary(
      String repository, Decision decision, SortedMap<String, JsonNode> findings) {
    Weighing weighing = Weighing.of(findings);
    return "%s is %s by %s; %d of %d reviewers were for the release, %d files were reviewed"
        .formatted(
            repository,
            decision.outcome(),
            decision.decidedBy(),
            weighing.forRelease(),
            weighing.forRelease() + weighing.against(),
            weighing.files());
  }
}
