package dev.synod.examples.review.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.examples.review.report.Report.Decision;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Writes the report as Markdown. Names from the repository are data: they never become markup. */
final class Markdown {
  private final StringBuilder text = new StringBuilder();

  private Markdown() {}

  static String of(
      String run,
      String repository,
      @Nullable String commit,
      String summary,
      Decision decision,
      SortedMap<String, JsonNode> findings) {
    Markdown markdown = new Markdown();
    markdown.line("# Release review " + code(run));
    markdown.line("");
    markdown.line(plain(summary) + ".");
    markdown.line("");
    markdown.line(
        "Repository "
            + code(repository)
            + ", commit "
            + code(commit == null ? "none" : commit)
            + ".");
    markdown.decision(decision);
    findings.forEach(markdown::reviewer);
    return markdown.text.toString();
  }

  private void decision(Decision decision) {
    section("Decision: " + plain(decision.outcome()));
    JsonNode ballots = decision.vote() == null ? null : decision.vote().get("ballots");
    if (ballots != null && ballots.isObject() && !ballots.isEmpty()) {
      line("| agent | vote | reason |");
      line("|---|---|---|");
      ballots
          .properties()
          .forEach(
              ballot ->
                  line(
                      "| %s | %s | %s |"
                          .formatted(
                              plain(ballot.getKey()),
                              plain(ballot.getValue().path("option").asText()),
                              plain(ballot.getValue().path("reason").asText()))));
    }
    JsonNode approval = decision.approval();
    if (approval != null && approval.isObject()) {
      line("");
      line(
          approval.path("timedOut").asBoolean()
              ? "A person was asked and did not answer in time."
              : "A person was asked: %s %s. %s"
                  .formatted(
                      plain(approval.path("by").asText("somebody")),
                      approval.path("approved").asBoolean() ? "approved" : "rejected",
                      plain(approval.path("comment").asText(""))));
    }
  }

  private void reviewer(String agent, JsonNode found) {
    section(
        "%s: %s".formatted(plain(agent), plain(found.at("/verdict/option").asText("no verdict"))));
    line(plain(found.at("/verdict/reason").asText("no reason")) + ".");
    JsonNode concerns = found.path("concerns");
    JsonNode limits = found.path("limitsReached");
    if (!concerns.isEmpty() || !limits.isEmpty()) {
      line("");
    }
    concerns.forEach(
        concern ->
            line(
                "- **%s** %s: %s"
                    .formatted(
                        plain(concern.path("severity").asText()),
                        code(concern.path("rule").asText()),
                        plain(concern.path("message").asText()))));
    limits.forEach(
        limit ->
            line(
                "- limit %s (%d) reached: %s"
                    .formatted(
                        code(limit.path("limit").asText()),
                        limit.path("value").asLong(),
                        plain(limit.path("effect").asText()))));
  }

  private void section(String title) {
    line("");
    line("## " + title);
    line("");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String code(String value) {
    return "`" + value.replace('`', '\'').replace('\n', ' ') + "`";
  }

  private static String plain(String value) {
    StringBuilder plain = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ("\\`*_[]<>|#!".indexOf(c) >= 0) {
        plain.append('\\');
      }
      plain.append(c == '\n' || c == '\r' ? ' ' : c);
    }
    return plain.toString();
  }
}
