package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.cli.output.Ages;
import dev.synod.cli.output.Table;
import dev.synod.cli.output.Terminal;
import java.util.ArrayList;
import java.util.Collection;

/** Runs, as they are shown. */
final class RunRows {
  private static final String SUCCEEDED = "Succeeded";

  private RunRows() {}

  /**
   * The runs as a table.
   *
   * @param withBars whether progress shows as a bar
   */
  static Table table(Collection<JsonNode> runs, Ages ages, boolean withBars) {
    var table = new Table("NAME", "WORKFLOW", "PHASE", "PROGRESS", "WAITING FOR", "AGE");
    for (JsonNode run : runs) {
      table.row(
          text(run, "name"),
          text(run, "workflow"),
          text(run, "phase"),
          withBars && !hasEnded(run) ? bar(run) : progress(run),
          waiting(run),
          ages.since(text(run, "startedAt")));
    }
    return table;
  }

  /** One run in a line of its own. */
  static String line(JsonNode run) {
    String waiting = waiting(run);
    return "%s  %s  %s%s"
        .formatted(
            text(run, "name"),
            text(run, "phase"),
            progress(run),
            waiting.isEmpty() ? "" : "  waits for " + waiting);
  }

  static String bar(JsonNode run) {
    JsonNode progress = run.path("progress");
    return Terminal.bar(progress.path("done").asInt(), progress.path("known").asInt());
  }

  static String waiting(JsonNode run) {
    var all = new ArrayList<String>();
    for (JsonNode wait : run.path("waiting")) {
      String on = text(wait, "on");
      if (!all.contains(on)) {
        all.add(on);
      }
    }
    return String.join(",", all);
  }

  static boolean hasEnded(JsonNode run) {
    return run.hasNonNull("finishedAt");
  }

  static boolean hasSucceeded(JsonNode run) {
    return text(run, "phase").equals(SUCCEEDED);
  }

  /** What went wrong; empty where nothing did. */
  static String error(JsonNode run) {
    JsonNode error = run.path("error");
    if (!error.isObject()) {
      return "";
    }
    String instance = text(error, "instance");
    return "%s%s: %s"
        .formatted(
            text(error, "title"),
            instance.isEmpty() ? "" : " at " + instance,
            text(error, "detail"));
  }

  private static String progress(JsonNode run) {
    JsonNode progress = run.path("progress");
    return progress.path("done").asText("0") + "/" + progress.path("known").asText("0");
  }

  private static String text(JsonNode object, String member) {
    return object.path(member).asText("");
  }
}
