package dev.synod.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** For what a run waits, for whom and since when, as a tree. */
public final class WhyTree {
  private final Ages ages;

  public WhyTree(Ages ages) {
    this.ages = ages;
  }

  /** The lines. */
  public List<String> lines(JsonNode why) {
    var lines = new ArrayList<String>();
    JsonNode waits = why.path("waits");
    lines.add(Text.singleLine(summary(why, waits)));
    branches(lines, waits, "");
    return lines;
  }

  /** With several waits the tree says it all; the server's summary tells of the first only. */
  private static String summary(JsonNode why, JsonNode waits) {
    String summary = why.path("summary").asText();
    int sentence = summary.indexOf(" waits for ");
    return sentence > 0 && !waits.isEmpty()
        ? summary.substring(0, sentence)
            + (waits.size() == 1 ? " waits for:" : " waits for %d things:".formatted(waits.size()))
        : summary;
  }

  private void branches(List<String> lines, JsonNode waits, String indent) {
    int left = waits.size();
    for (JsonNode wait : waits) {
      left--;
      boolean isLast = left == 0;
      String below = indent + (isLast ? "   " : "│  ");
      lines.add(Text.singleLine(indent + (isLast ? "└─ " : "├─ ") + heading(wait)));
      add(lines, below, "for", people(wait.path("for")));
      add(lines, below, "since", since(wait.path("since").asText("")));
      add(lines, below, "why", wait.path("detail").asText(""));
      add(lines, below, "next", wait.path("next").asText(""));
      if (wait.path("waits").isArray()) {
        branches(lines, wait.path("waits"), below);
      }
    }
  }

  private static String heading(JsonNode wait) {
    String step = wait.path("step").asText("");
    String on = wait.path("on").asText();
    return step.isEmpty() ? on : on + "  at " + step;
  }

  private String since(String moment) {
    return moment.isEmpty() ? "" : "%s (%s)".formatted(ages.since(moment), moment);
  }

  private static String people(JsonNode names) {
    if (names.isTextual()) {
      return names.asText();
    }
    var all = new ArrayList<String>();
    names.forEach(name -> all.add(name.asText()));
    return all.isEmpty() ? "nobody that is known" : String.join(", ", all);
  }

  private static void add(List<String> lines, String indent, String label, String text) {
    if (!text.isEmpty()) {
      lines.add(Text.singleLine("%s%-5s  %s".formatted(indent, label, text)));
    }
  }
}
