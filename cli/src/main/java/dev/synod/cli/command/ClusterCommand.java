package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.cli.connection.Api;
import dev.synod.cli.connection.ApiPath;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.output.Table;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The replicas of the API server. */
@Command(
    name = "cluster",
    description = "Shows the replicas of the API server, and who of them belongs to the group.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ClusterCommand.Status.class,
      ClusterCommand.Members.class,
      ClusterCommand.Add.class,
      ClusterCommand.Remove.class
    })
final class ClusterCommand implements Runnable {
  private static final ApiPath MEMBERS = new ApiPath("/cluster/members");

  /** Words on digests with which no replica can be relied upon. */
  private static final Set<String> UNWELL = Set.of("Differs", "Disputed");

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Expected status, members, add or remove, but found nothing.");
  }

  private static boolean isHealthy(JsonNode members) {
    for (JsonNode member : members) {
      if (!member.path("health").asText().equals("Up")
          || UNWELL.contains(member.path("digest").asText())) {
        return false;
      }
    }
    return true;
  }

  /** How each of them is. */
  @Command(
      name = "status",
      description = "Shows how each replica is, by its own word; fails where one is not well.",
      mixinStandardHelpOptions = true)
  static final class Status extends ApiCommand {
    @Override
    Exit ask() throws CommandException, InterruptedException {
      JsonNode members = api().get(MEMBERS).path("items");
      if (isTable()) {
        print(table(members), "There are no replicas.");
      } else {
        print(members);
      }
      return isHealthy(members) ? Exit.OK : Exit.FAILED;
    }

    private Table table(JsonNode members) {
      var table =
          new Table(
              "NAME",
              "ROLE",
              "TERM",
              "APPLIED",
              "COMMITTED",
              "LAG",
              "DIGEST",
              "HEALTH",
              "POLICY",
              "AGE");
      for (JsonNode member : members) {
        String since = text(member, "since");
        table.row(
            text(member, "name"),
            text(member, "role"),
            text(member, "term"),
            text(member, "appliedIndex"),
            text(member, "committedIndex"),
            text(member, "lagEntries"),
            text(member, "digest"),
            text(member, "health"),
            text(member, "policy"),
            since.isEmpty() ? "" : synod().ages().since(since));
      }
      return table;
    }
  }

  /** A command that ends with a list of who they are. */
  abstract static class Listing extends ApiCommand {
    final Exit show(JsonNode members) {
      if (isTable()) {
        var table = new Table("NAME", "ID", "ROLE", "ADDRESS");
        for (JsonNode member : members) {
          table.row(
              text(member, "name"),
              text(member, "id"),
              text(member, "role"),
              text(member, "address"));
        }
        print(table, "There are no replicas.");
      } else {
        print(members);
      }
      return Exit.OK;
    }
  }

  /** Who they are. */
  @Command(
      name = "members",
      description = "Lists the replicas with the ids under which they vote.",
      mixinStandardHelpOptions = true)
  static final class Members extends Listing {
    @Override
    Exit ask() throws CommandException, InterruptedException {
      return show(api().get(MEMBERS).path("items"));
    }
  }

  /** A change of the members. */
  abstract static class Change extends Listing {
    @Parameters(paramLabel = "NAME", description = "The replica's name, such as r3.")
    private String name = "";

    abstract String verb();

    @Override
    final Exit ask() throws CommandException, InterruptedException {
      ApiPath path = ApiPath.of("cluster", "members", name).verb(verb());
      return show(api().post(path, Api.json().createObjectNode()).path("items"));
    }
  }

  /** Takes one in. */
  @Command(
      name = "add",
      description = "Takes a running replica into the group.",
      mixinStandardHelpOptions = true)
  static final class Add extends Change {
    @Override
    String verb() {
      return "add";
    }
  }

  /** Lets one go. */
  @Command(
      name = "remove",
      description = "Ends a replica's membership; a leader hands over first.",
      mixinStandardHelpOptions = true)
  static final class Remove extends Change {
    @Override
    String verb() {
      return "remove";
    }
  }
}
