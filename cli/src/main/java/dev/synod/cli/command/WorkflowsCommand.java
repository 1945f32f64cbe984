package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.output.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** What can be run. */
@Command(
    name = "workflows",
    description = "Lists workflows, with their runs counted.",
    mixinStandardHelpOptions = true)
final class WorkflowsCommand extends ApiCommand {
  @Override
  Exit ask() throws CommandException, InterruptedException {
    List<JsonNode> workflows = items(inNamespace("workflows"));
    if (isTable()) {
      print(table(workflows), "No workflows in namespace %s.".formatted(synod().namespace()));
    } else {
      print(workflows);
    }
    return Exit.OK;
  }

  private static Table table(List<JsonNode> workflows) {
    var table = new Table("NAME", "GROUP", "ACTIVE", "COMPLETED", "FAULTED");
    for (JsonNode workflow : workflows) {
      JsonNode runs = workflow.path("runs");
      table.row(
          text(workflow, "name"),
          text(workflow, "group"),
          text(runs, "active"),
          text(runs, "completed"),
          text(runs, "faulted"));
    }
    return table;
  }
}
