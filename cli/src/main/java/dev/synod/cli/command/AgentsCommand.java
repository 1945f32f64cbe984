package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.output.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** Who is there. */
@Command(
    name = "agents",
    description = "Lists agents: what they can do, whether they are connected, how busy they are.",
    mixinStandardHelpOptions = true)
final class AgentsCommand extends ApiCommand {
  @Override
  Exit ask() throws CommandException, InterruptedException {
    List<JsonNode> agents = items(inNamespace("agents"));
    if (isTable()) {
      print(table(agents), "No agents in namespace %s.".formatted(synod().namespace()));
    } else {
      print(agents);
    }
    return Exit.OK;
  }

  private static Table table(List<JsonNode> agents) {
    var table =
        new Table("NAME", "CAPABILITIES", "GROUPS", "CONNECTED", "BUSY", "RUNNING", "QUEUED");
    for (JsonNode agent : agents) {
      JsonNode instances = agent.path("instances");
      JsonNode tasks = agent.path("tasks");
      table.row(
          text(agent, "name"),
          joined(agent.path("capabilities")),
          joined(agent.path("groups")),
          text(instances, "connected"),
          text(instances, "busy"),
          text(tasks, "running"),
          text(tasks, "queued"));
    }
    return table;
  }
}
