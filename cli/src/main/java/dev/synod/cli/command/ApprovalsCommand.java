package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.output.Table;
import dev.synod.cli.output.Text;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What waits for a person. */
@Command(
    name = "approvals",
    description = "Lists what waits for a person's decision.",
    mixinStandardHelpOptions = true)
final class ApprovalsCommand extends ApiCommand {
  static final String PENDING = "Pending";
  private static final int TITLE_LENGTH_MAX = 80;

  @Option(names = "--all", description = "Shows settled ones too.")
  private boolean all;

  @Override
  Exit ask() throws CommandException, InterruptedException {
    List<JsonNode> approvals =
        items(inNamespace("approvals")).stream()
            .filter(approval -> all || text(approval, "status").equals(PENDING))
            .toList();
    if (isTable()) {
      print(table(approvals), "Nothing waits for a decision in " + synod().namespace() + ".");
    } else {
      print(approvals);
    }
    return Exit.OK;
  }

  private Table table(List<JsonNode> approvals) {
    var table = new Table("ID", "RUN", "STATUS", "ROLES", "AGE", "LEFT", "THEN", "TITLE");
    for (JsonNode approval : approvals) {
      boolean isPending = text(approval, "status").equals(PENDING);
      table.row(
          text(approval, "id"),
          text(approval, "run"),
          text(approval, "status"),
          joined(approval.path("roles")),
          synod().ages().since(text(approval, "requestedAt")),
          isPending ? synod().ages().until(text(approval, "deadline")) : "",
          isPending ? text(approval, "fallback") : text(approval, "decidedBy"),
          Text.shortened(text(approval, "title"), TITLE_LENGTH_MAX));
    }
    return table;
  }
}
