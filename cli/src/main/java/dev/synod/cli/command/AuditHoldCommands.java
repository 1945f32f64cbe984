package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.cli.connection.Api;
import dev.synod.cli.connection.ApiPath;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.output.Table;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Payloads of the audit trail: erased, held, released. */
final class AuditHoldCommands {
  private AuditHoldCommands() {}

  /** Something that is done for a reason, which the trail keeps. */
  abstract static class Reasoned extends ApiCommand {
    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why; the audit trail keeps it.")
    private String reason;

    ObjectNode body() {
      return Api.json().createObjectNode().put("reason", reason);
    }

    /** Says what was done, or what the server told. */
    Exit done(JsonNode answer, String text) {
      if (isTable()) {
        terminal().out().println(text);
      } else {
        print(answer);
      }
      return Exit.OK;
    }
  }

  /** Erases a payload. */
  @Command(
      name = "erase",
      description = "Erases the payload of an entry; the entry and all proofs stay.",
      mixinStandardHelpOptions = true)
  static final class Erase extends Reasoned {
    @Parameters(index = "0", paramLabel = "ENTRY", description = "The entry's number.")
    private long entry;

    @Override
    Exit ask() throws CommandException, InterruptedException {
      ApiPath path = ApiPath.of("audit", "entries", Long.toString(entry)).verb("erase");
      return done(api().post(path, body()), "payload of entry %d erased".formatted(entry));
    }
  }

  /** Places a hold. */
  @Command(
      name = "hold",
      description = "Keeps payloads of a period from being erased.",
      mixinStandardHelpOptions = true)
  static final class Place extends Reasoned {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the hold.")
    private String name;

    @Option(
        names = "--in",
        paramLabel = "NAMESPACE",
        description = "Of this namespace; of all where not given.")
    private @Nullable String within;

    @Option(
        names = "--from",
        required = true,
        paramLabel = "TIME",
        description = "From this time on, RFC 3339.")
    private String from;

    @Option(
        names = "--to",
        required = true,
        paramLabel = "TIME",
        description = "Up to this time, RFC 3339.")
    private String to;

    @Override
    Exit ask() throws CommandException, InterruptedException {
      ObjectNode body = body().put("from", from).put("to", to);
      if (within != null) {
        body.put("namespace", within);
      }
      return done(
          api().put(ApiPath.of("audit", "holds", name), body, Map.of()),
          "hold %s placed".formatted(name));
    }
  }

  /** Lists holds. */
  @Command(
      name = "holds",
      description = "Lists the holds in force.",
      mixinStandardHelpOptions = true)
  static final class Holds extends ApiCommand {
    @Override
    Exit ask() throws CommandException, InterruptedException {
      List<JsonNode> holds = items(ApiPath.of("audit", "holds"));
      if (!isTable()) {
        print(holds);
        return Exit.OK;
      }
      var table = new Table("NAME", "NAMESPACE", "FROM", "TO", "BY", "REASON");
      for (JsonNode hold : holds) {
        String namespace = text(hold, "namespace");
        table.row(
            text(hold, "name"),
            namespace.isEmpty() ? "*" : namespace,
            text(hold, "from"),
            text(hold, "to"),
            text(hold, "by"),
            text(hold, "reason"));
      }
      print(table, "No holds.");
      return Exit.OK;
    }
  }

  /** Releases a hold. */
  @Command(name = "release", description = "Ends a hold.", mixinStandardHelpOptions = true)
  static final class Release extends Reasoned {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the hold.")
    private String name;

    @Override
    Exit ask() throws CommandException, InterruptedException {
      return done(
          api().post(ApiPath.of("audit", "holds", name).verb("release"), body()),
          "hold %s released".formatted(name));
    }
  }
}
