package dev.synod.examples.review.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.examples.review.report.Report.Decision;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void shouldSideWithTheMajorityOfReviewers() throws Exception {
    Weighing weighing =
        Weighing.of(
            Map.of("a", verdict("release"), "b", verdict("release"), "c", verdict("reject")));
    assertThat(weighing.verdict().option()).isEqualTo("release");
    assertThat(weighing.verdict().reason())
        .isEqualTo("2 of 3 reviewers are for the release (a: release, b: release, c: reject)");
  }

  @Test
  void shouldBeAgainstTheReleaseWhenReviewersAreEven() throws Exception {
    assertThat(
            Weighing.of(Map.of("a", verdict("release"), "b", verdict("reject"))).verdict().option())
        .isEqualTo("reject");
  }

  @Test
  void shouldCountFindingsWithoutVerdictAgainst() throws Exception {
    assertThat(Weighing.of(Map.of("a", JSON.readTree("{\"strange\":[]}"))).verdict().option())
        .isEqualTo("reject");
  }

  @Test
  void shouldWriteNamesAsDataWhenTheyLookLikeMarkup() throws Exception {
    SortedMap<String, JsonNode> findings = new TreeMap<>(Map.of("risk", verdict("reject")));
    Decision decision =
        new Decision(
            "rejected",
            "person",
            JSON.readTree(
                "{\"ballots\":{\"risk\":{\"option\":\"reject\",\"reason\":\"a|b <img>\"}}}"),
            JSON.readTree(
                "{\"approved\":false,\"by\":\"person:ann\",\"comment\":\"no\",\"timedOut\":false}"));

    Report report = Report.of("review", "a`b\nc", decision, findings);

    assertThat(report.summary()).contains("is rejected by person; 0 of 1 reviewers");
    assertThat(report.markdown())
        .contains("# Release review `review`")
        .contains("Repository `a'b c`")
        .contains("| risk | reject | a\\|b \\<img\\> |")
        .contains("person:ann rejected. no")
        .contains("## risk: reject");
  }

  private static JsonNode verdict(String option) throws Exception {
    return JSON.readTree(
        "{\"files\":3,\"verdict\":{\"option\":\"%s\",\"reason\":\"because\"},\"repository\":{\"commit\":\"abc\"}}"
            .formatted(option));
  }
}
