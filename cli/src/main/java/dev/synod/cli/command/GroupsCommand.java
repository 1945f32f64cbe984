package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.output.Table;
import java.util.List;
import picocli.CommandLine.Command;

/** Who coordinates with whom. */
@Command(
    name = "groups",
    description = "Lists coordination groups: their members, state, and what they wait for.",
    mixinStandardHelpOptions = true)
final class GroupsCommand extends ApiCommand {
  @Override
  Exit ask() throws CommandException, InterruptedException {
    List<JsonNode> groups = items(inNamespace("groups"));
    if (isTable()) {
      print(table(groups), "No groups in namespace %s.".formatted(synod().namespace()));
    } else {
      print(groups);
    }
    return Exit.OK;
  }

  private Table table(List<JsonNode> groups) {
    var table = new Table("NAME", "MEMBERS", "DOCUMENTS", "PROPOSALS", "WAITING", "SINCE");
    for (JsonNode group : groups) {
      JsonNode members = group.path("members");
      JsonNode waiting = group.path("waiting");
      table.row(
          text(group, "name"),
          text(members, "ready") + "/" + text(members, "total"),
          text(group, "documents"),
          text(group, "openProposals"),
          text(waiting, "on"),
          synod().ages().since(text(waiting, "since")));
    }
    return table;
  }
}
