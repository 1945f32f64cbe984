package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.cli.connection.Api;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.connection.Event;
import dev.synod.cli.connection.Watch;
import dev.synod.cli.output.Table;
import dev.synod.cli.output.Terminal;
import dev.synod.cli.output.Text;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One run. */
@Command(
    name = "run",
    description = "Starts, shows and cancels a workflow run.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {RunCommand.Start.class, RunCommand.Show.class, RunCommand.Cancel.class})
final class RunCommand implements Runnable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Expected start, show or cancel, but found none of them.");
  }

  /** Starts a run. */
  @Command(
      name = "start",
      description = "Starts a run of a workflow.",
      mixinStandardHelpOptions = true)
  static final class Start extends ApiCommand {
    @Parameters(index = "0", paramLabel = "WORKFLOW", description = "The workflow's name.")
    private String workflow;

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "NAME",
        description = "The run's name; WORKFLOW and the time where not given.")
    private @Nullable String name;

    @Option(
        names = {"-i", "--input"},
        paramLabel = "JSON",
        defaultValue = "{}",
        description = "The run's input: JSON, @FILE, or - for standard input.")
    private String input;

    @Option(names = "--wait", description = "Waits until it has ended; fails where it failed.")
    private boolean wait;

    @Option(
        names = "--timeout",
        paramLabel = "DURATION",
        defaultValue = "1h",
        converter = Durations.class,
        description = "For how long --wait waits, such as 90s or 10m; 1h where not given.")
    private Duration timeout;

    @Override
    Exit ask() throws CommandException, InterruptedException {
      ObjectNode body = Api.json().createObjectNode();
      String wanted =
          name == null ? workflow + "-" + synod().clock().instant().toEpochMilli() : name;
      body.put("name", wanted).put("workflow", workflow).set("input", JsonArgument.read(input));
      JsonNode run = api().post(inNamespace("runs"), body);
      if (!wait) {
        if (isTable()) {
          terminal().out().printf("run/%s started%n", wanted);
        } else {
          print(run);
        }
        return Exit.OK;
      }
      return await(wanted);
    }

    private Exit await(String run) throws CommandException, InterruptedException {
      var progress = new Progress(terminal(), timeout, System.nanoTime());
      new Watch(api(), inNamespace("runs", run), PATIENCE).follow(progress::told, null);
      JsonNode ended = api().get(inNamespace("runs", run));
      if (!isTable()) {
        print(ended);
      } else {
        terminal().out().printf("run/%s %s%n", run, text(ended, "phase"));
      }
      if (!RunRows.hasEnded(ended)) {
        throw new CommandException(
            Exit.FAILED,
            "Expected run/%s to end within %s, but it waits for %s. Ask: kubectl synod why run/%s"
                .formatted(run, Durations.text(timeout), RunRows.waiting(ended), run));
      }
      if (!RunRows.hasSucceeded(ended)) {
        terminal().err().println(Text.singleLine("synod: " + RunRows.error(ended)));
        return Exit.FAILED;
      }
      return Exit.OK;
    }
  }

  /** Shows how far a run that is waited for has come. */
  private static final class Progress {
    private final Terminal terminal;
    private final Terminal.@Nullable Canvas canvas;
    private final Duration timeout;
    private final long beganNanos;
    private String shown = "";

    Progress(Terminal terminal, Duration timeout, long beganNanos) {
      this.terminal = terminal;
      this.canvas = terminal.isInteractive() ? terminal.new Canvas() : null;
      this.timeout = timeout;
      this.beganNanos = beganNanos;
    }

    boolean told(Event event) {
      boolean isInTime = System.nanoTime() - beganNanos < timeout.toNanos();
      if (!event.name().equals("put")) {
        return isInTime;
      }
      JsonNode run = event.data();
      String line = Text.singleLine(RunRows.line(run));
      if (canvas != null) {
        String waiting = RunRows.waiting(run);
        canvas.draw(
            List.of(
                Text.singleLine(
                    "%s %s"
                        .formatted(
                            RunRows.bar(run), waiting.isEmpty() ? "" : "waits for " + waiting))));
      } else if (!line.equals(shown)) {
        terminal.err().println(line);
        shown = line;
      }
      return isInTime && !RunRows.hasEnded(run);
    }
  }

  /** Shows a run. */
  @Command(
      name = "show",
      description = "Shows a run with its steps.",
      mixinStandardHelpOptions = true)
  static final class Show extends ApiCommand {
    @Parameters(
        index = "0",
        paramLabel = "RUN",
        converter = RunName.Converter.class,
        description = "The run's name.")
    private RunName run;

    @Override
    Exit ask() throws CommandException, InterruptedException {
      JsonNode found = api().get(inNamespace("runs", run.name()));
      if (!isTable()) {
        print(found);
        return Exit.OK;
      }
      print(RunRows.table(List.of(found), synod().ages(), false), "");
      String error = RunRows.error(found);
      if (!error.isEmpty()) {
        terminal().out().println(Text.singleLine("Error: " + error));
      }
      terminal().out().println();
      print(steps(found.path("steps")), "No steps yet.");
      if (found.has("output")) {
        terminal().out().println();
        terminal().out().print("Output: " + synod().format().text(found.path("output")));
      }
      return Exit.OK;
    }

    private Table steps(JsonNode steps) {
      var table = new Table("STEP", "KIND", "STATUS", "AGE", "ERROR");
      for (JsonNode step : steps) {
        table.row(
            text(step, "path"),
            text(step, "kind"),
            text(step, "status"),
            synod().ages().since(text(step, "enteredAt")),
            RunRows.error(step));
      }
      return table;
    }
  }

  /** Cancels a run. */
  @Command(
      name = "cancel",
      description = "Ends a run and all that it waits for.",
      mixinStandardHelpOptions = true)
  static final class Cancel extends ApiCommand {
    @Parameters(
        index = "0",
        paramLabel = "RUN",
        converter = RunName.Converter.class,
        description = "The run's name.")
    private RunName run;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the run.")
    private @Nullable String reason;

    @Override
    Exit ask() throws CommandException, InterruptedException {
      ObjectNode body = Api.json().createObjectNode();
      if (reason != null) {
        body.put("reason", reason);
      }
      JsonNode cancelled = api().post(inNamespace("runs", run.name()).verb("cancel"), body);
      String phase = text(cancelled, "phase");
      if (!phase.equals("Cancelled")) {
        throw new CommandException(
            Exit.FAILED,
            "Expected a run that goes on, but run/%s has ended already: %s."
                .formatted(run.name(), phase));
      }
      if (isTable()) {
        terminal().out().printf("run/%s cancelled%n", run.name());
      } else {
        print(cancelled);
      }
      return Exit.OK;
    }
  }
}
