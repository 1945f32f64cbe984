package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.cli.connection.ApiPath;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.output.Table;
import picocli.CommandLine.Command;

/** How the installation is. */
@Command(
    name = "status",
    description = "Shows the server, its replicas, policy and parts; fails where a part is not up.",
    mixinStandardHelpOptions = true)
final class StatusCommand extends ApiCommand {
  private static final String UP = "Up";

  @Override
  Exit ask() throws CommandException, InterruptedException {
    JsonNode cluster = api().get(ApiPath.of("cluster"));
    if (isTable()) {
      terminal()
          .out()
          .printf("Server %s, revision %s%n%n", api().server(), text(cluster, "revision"));
      print(parts(cluster), "");
      terminal().out().println();
      print(sizes(cluster.path("sizes")), "");
    } else {
      print(cluster);
    }
    return isUp(cluster.path("parts")) ? Exit.OK : Exit.FAILED;
  }

  private static Table parts(JsonNode cluster) {
    var table = new Table("PART", "STATE", "DETAIL");
    for (JsonNode replica : cluster.path("replicas")) {
      table.row("replica/" + text(replica, "id"), text(replica, "role"), text(replica, "address"));
    }
    cluster
        .path("parts")
        .properties()
        .forEach(
            part ->
                table.row(part.getKey(), part.getValue().asText(), detail(part.getKey(), cluster)));
    return table;
  }

  private static String detail(String part, JsonNode cluster) {
    return switch (part) {
      case "policy" -> "revision " + cluster.path("policy").path("revision").asText();
      case "log" ->
          "applied %s of %s, term %s"
              .formatted(
                  text(cluster, "appliedIndex"),
                  text(cluster, "committedIndex"),
                  text(cluster, "term"));
      default -> "";
    };
  }

  private static Table sizes(JsonNode sizes) {
    var table = new Table("LIVE", "COUNT");
    sizes.properties().forEach(size -> table.row(size.getKey(), size.getValue().asText()));
    return table;
  }

  private static boolean isUp(JsonNode parts) {
    for (JsonNode state : parts) {
      if (!state.asText().equals(UP)) {
        return false;
      }
    }
    return true;
  }
}
