package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.cli.connection.Api;
import dev.synod.cli.connection.ApiPath;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.output.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What namespaces forbid, and the way out where that lets nobody act. */
@Command(
    name = "policy",
    description = "What namespaces forbid, and the way out where that lets nobody act.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PolicyCommand.ListPolicies.class,
      PolicyExplainCommand.class,
      PolicyTryCommand.class,
      PolicyCommand.BreakGlass.class
    })
final class PolicyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Expected list, explain, try or break-glass, but found none of them.");
  }

  /** What may have a say in a namespace. */
  @Command(
      name = "list",
      description = "Lists the policies that may have a say in the namespace, and how they stand.",
      mixinStandardHelpOptions = true)
  static final class ListPolicies extends ApiCommand {
    @Override
    Exit ask() throws CommandException, InterruptedException {
      List<JsonNode> policies = items(inNamespace("policies"));
      if (isTable()) {
        print(
            table(policies),
            "No policies but the base policy have a say in %s.".formatted(synod().namespace()));
      } else {
        print(policies);
      }
      return Exit.OK;
    }

    private static Table table(List<JsonNode> policies) {
      var table = new Table("POLICY", "STATE", "MODE", "ACTIONS", "ALLOWED", "DENIED", "CONTROLS");
      for (JsonNode policy : policies) {
        JsonNode rule = policy.path("rule");
        var controls = new ArrayList<String>();
        rule.path("controls")
            .forEach(
                control -> controls.add(text(control, "framework") + " " + text(control, "id")));
        table.row(
            text(policy, "namespace") + "/" + text(policy, "name"),
            text(policy, "state"),
            text(rule, "mode"),
            rule.path("actions").isEmpty() ? "all" : joined(rule.path("actions")),
            text(policy.path("decisions"), "allowed"),
            text(policy.path("decisions"), "denied"),
            String.join(", ", controls));
      }
      return table;
    }
  }

  /** Puts the base policy alone in force, for a while. */
  @Command(
      name = "break-glass",
      description =
          "Leaves all declared policies out for a while; the base policy stays in force. Needs the"
              + " realm role break-glass, and is kept in the log with its reason.",
      mixinStandardHelpOptions = true)
  static final class BreakGlass extends ApiCommand {
    private static final ApiPath PATH = new ApiPath("/break-glass");

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the log.")
    private @Nullable String reason;

    @Option(
        names = "--for",
        paramLabel = "DURATION",
        defaultValue = "30m",
        converter = Durations.class,
        description =
            "After how long it ends by itself, at most 4h; ${DEFAULT-VALUE} if not given.")
    private Duration length;

    @Option(names = "--end", description = "Ends it before its time.")
    private boolean end;

    @Override
    Exit ask() throws CommandException, InterruptedException {
      if (end) {
        JsonNode ended = api().post(PATH.verb("end"), Api.json().createObjectNode());
        tell(ended, "break-glass has ended: declared policies come into force again");
        return Exit.OK;
      }
      if (reason == null || reason.isBlank()) {
        throw new CommandException(
            Exit.USAGE, "Expected --reason TEXT, or --end, but found neither.");
      }
      JsonNode emergency =
          api()
              .post(
                  PATH,
                  Api.json()
                      .createObjectNode()
                      .put("reason", reason)
                      .put("seconds", length.toSeconds()));
      tell(
          emergency,
          "declared policies are left out until %s, or until --end"
              .formatted(text(emergency, "until")));
      return Exit.OK;
    }

    private void tell(JsonNode answer, String line) {
      if (isTable()) {
        terminal().out().println(line);
      } else {
        print(answer);
      }
    }
  }
}
