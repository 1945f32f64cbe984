package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.connection.Event;
import dev.synod.cli.connection.Watch;
import dev.synod.cli.output.Terminal;
import dev.synod.cli.output.Text;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What runs. */
@Command(
    name = "runs",
    description = "Lists workflow runs: their phase, progress, and what they wait for.",
    mixinStandardHelpOptions = true)
final class RunsCommand extends ApiCommand {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Option(
      names = {"-w", "--watch"},
      description = "Goes on showing each change, until interrupted.")
  private boolean watch;

  @Override
  Exit ask() throws CommandException, InterruptedException {
    if (watch) {
      follow();
      return Exit.OK;
    }
    List<JsonNode> runs = items(inNamespace("runs"));
    if (isTable()) {
      print(
          RunRows.table(runs, synod().ages(), false),
          "No runs in namespace %s.".formatted(synod().namespace()));
    } else {
      print(runs);
    }
    return Exit.OK;
  }

  private void follow() throws CommandException, InterruptedException {
    var watching = new Watch(api(), inNamespace("runs"), PATIENCE);
    if (isTable() && terminal().isInteractive()) {
      var view = new View(terminal().new Canvas());
      watching.follow(view::told, null);
    } else {
      watching.follow(this::line, null);
    }
  }

  private boolean line(Event event) {
    if (!isTable() && !event.name().equals("progress")) {
      terminal()
          .out()
          .println(
              dev.synod.cli.connection.Api.json()
                  .createObjectNode()
                  .put("event", event.name())
                  .set("run", event.data()));
    } else if (event.name().equals("put")) {
      terminal().out().println(Text.singleLine(RunRows.line(event.data())));
    } else if (event.name().equals("delete")) {
      terminal().out().println(Text.singleLine(text(event.data(), "name") + "  deleted"));
    }
    terminal().out().flush();
    return true;
  }

  /** All runs, drawn anew at each change. */
  private final class View {
    private final Terminal.Canvas canvas;
    private final TreeMap<String, JsonNode> runs = new TreeMap<>();

    View(Terminal.Canvas canvas) {
      this.canvas = canvas;
    }

    boolean told(Event event) {
      String name = text(event.data(), "name");
      switch (event.name()) {
        case "put" -> runs.put(name, event.data());
        case "delete" -> runs.remove(name);
        default -> {}
      }
      canvas.draw(RunRows.table(runs.values(), synod().ages(), true).lines());
      return true;
    }
  }
}
