package dev.synod.examples.review.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.examples.review.findings.Verdict;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The lead's view of what the reviewers found.
 *
 * @param verdict the majority of the reviewers' verdicts; even is against the release
 */
public record Weighing(Verdict verdict, int forRelease, int against, long files) {

  /**
   * Weighs findings, which may come from agents in any language.
   *
   * @param findings by reviewer
   */
  public static Weighing of(Map<String, JsonNode> findings) {
    SortedMap<String, String> options = new TreeMap<>();
    findings.forEach((agent, found) -> options.put(agent, found.at("/verdict/option").asText("")));
    int forRelease = count(options, Verdict.RELEASE);
    int against = options.size() - forRelease;
    String reason =
        "%d of %d reviewers are for the release (%s)"
            .formatted(
                forRelease,
                options.size(),
                options.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + entry.getValue())
                    .collect(Collectors.joining(", ")));
    String option = forRelease > against ? Verdict.RELEASE : Verdict.REJECT;
    long files =
        findings.values().stream().mapToLong(found -> found.path("files").asLong()).max().orElse(0);
    return new Weighing(new Verdict(option, reason), forRelease, against, files);
  }

  private static int count(Map<String, String> options, String option) {
    return (int) options.values().stream().filter(option::equals).count();
  }
}
