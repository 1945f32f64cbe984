package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.cli.connection.ApiPath;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.output.Text;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Why something was allowed or denied. */
@Command(
    name = "explain",
    description =
        "Tells why something was allowed or denied: the rule, where it stands, what it saw. A decision"
            + " is there some seconds after it was made. Everybody may see their own.",
    mixinStandardHelpOptions = true)
final class PolicyExplainCommand extends ApiCommand {
  @Parameters(
      index = "0",
      paramLabel = "DECISION",
      description = "The decision's id, as the refusal names it.")
  private String decision;

  @Override
  Exit ask() throws CommandException, InterruptedException {
    JsonNode found = api().get(ApiPath.of("decisions", decision));
    if (isTable()) {
      lines(found).forEach(line -> terminal().out().println(Text.singleLine(line)));
    } else {
      print(found);
    }
    return Exit.OK;
  }

  private static List<String> lines(JsonNode found) {
    JsonNode question = found.path("question");
    var lines = new ArrayList<String>();
    lines.add(
        "%s %s do %s in %s"
            .formatted(
                text(question, "subject"),
                found.path("allowed").asBoolean() ? "may" : "may not",
                text(question, "action"),
                scope(question)));
    String first = text(found, "firstAt");
    String last = text(found, "lastAt");
    long count = found.path("count").asLong();
    lines.add(
        count == 1
            ? row("when", first)
            : row("when", "%s to %s, %d times".formatted(first, last, count)));
    JsonNode policy = found.path("policy");
    if (policy.path("revision").asLong() > 0) {
      lines.add(
          row(
              "policy",
              "revision %s, %s".formatted(text(policy, "revision"), text(policy, "digest"))));
    }
    found.path("reasons").forEach(reason -> rule("rule", reason, lines));
    found.path("warnings").forEach(reason -> rule("warning", reason, lines));
    for (JsonNode control : found.path("controls")) {
      lines.add(row("control", text(control, "framework") + " " + text(control, "id")));
    }
    lines.add(row("input", question.path("input").toString()));
    if (!question.path("masked").isEmpty()) {
      lines.add(row("masked", joined(question.path("masked"))));
    }
    return lines;
  }

  private static String scope(JsonNode question) {
    String namespace = text(question, "namespace");
    String group = text(question, "group");
    return namespace.isEmpty() ? "*" : group.isEmpty() ? namespace : namespace + "/" + group;
  }

  private static void rule(String word, JsonNode reason, List<String> lines) {
    lines.add(row(word, text(reason, "rule")));
    lines.add(row("", text(reason, "message")));
    String file = text(reason, "file");
    int line = reason.path("line").asInt();
    if (!file.isEmpty()) {
      lines.add(row("", line > 0 ? file + ":" + line : file));
    }
    text(reason, "source").lines().forEach(source -> lines.add(row("", "| " + source)));
  }

  private static String row(String word, String text) {
    return "  %-9s %s".formatted(word, text);
  }
}
