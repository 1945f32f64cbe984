package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.cli.connection.Api;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.connection.Event;
import dev.synod.cli.connection.Watch;
import dev.synod.cli.output.Format;
import dev.synod.cli.output.Table;
import dev.synod.cli.output.Text;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a group shares. */
@Command(
    name = "state",
    description = "Reads, writes and follows a group's shared state.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      StateCommand.Get.class,
      StateCommand.Put.class,
      StateCommand.ListDocuments.class,
      StateCommand.Follow.class
    })
final class StateCommand implements Runnable {
  private static final int VALUE_LENGTH_MAX = 80;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Expected get, put, list or watch, but found none of them.");
  }

  /** Reads a document. */
  @Command(
      name = "get",
      description = {
        "Prints a document's value; with -o json or yaml also its revision and who wrote it.",
        "A text, and the member 'markdown' of an object, are printed as they are."
      },
      mixinStandardHelpOptions = true)
  static final class Get extends ApiCommand {
    @Parameters(index = "0", paramLabel = "KEY", description = "The document's key.")
    private String key;

    @Override
    Exit ask() throws CommandException, InterruptedException {
      JsonNode document = api().get(inGroup("state").key(key));
      if (isTable()) {
        terminal().out().print(readable(document.path("value")));
      } else {
        print(document);
      }
      return Exit.OK;
    }

    private static String readable(JsonNode value) {
      JsonNode text = value.path("markdown").isTextual() ? value.path("markdown") : value;
      if (!text.isTextual()) {
        return Format.JSON.text(value);
      }
      String lines = Text.lines(text.asText());
      return lines.endsWith("\n") ? lines : lines + "\n";
    }
  }

  /** Writes a document. */
  @Command(name = "put", description = "Writes a document.", mixinStandardHelpOptions = true)
  static final class Put extends ApiCommand {
    @Parameters(index = "0", paramLabel = "KEY", description = "The document's key.")
    private String key;

    @Parameters(
        index = "1",
        paramLabel = "JSON",
        description = "The value: JSON, @FILE, or - for standard input.")
    private String value;

    @ArgGroup private @Nullable Condition condition;

    /** What the write is based on. */
    static final class Condition {
      @Option(
          names = "--if-revision",
          paramLabel = "REVISION",
          description = "Only where the document is at this revision, such as 1-4711.")
      private @Nullable String revision;

      @Option(names = "--if-absent", description = "Only where there is none yet.")
      private boolean isAbsent;
    }

    @Override
    Exit ask() throws CommandException, InterruptedException {
      JsonNode json = JsonArgument.read(value);
      JsonNode written = api().put(inGroup("state").key(key), json, conditions());
      if (isTable()) {
        terminal().out().printf("%s written at revision %s%n", key, text(written, "revision"));
      } else {
        print(written);
      }
      return Exit.OK;
    }

    private Map<String, String> conditions() {
      Condition given = condition;
      if (given == null) {
        return Map.of();
      }
      return given.isAbsent
          ? Map.of("If-None-Match", "*")
          : Map.of("If-Match", "\"" + given.revision + "\"");
    }
  }

  /** Lists documents. */
  @Command(
      name = "list",
      description = "Lists documents by prefix, in order of keys.",
      mixinStandardHelpOptions = true)
  static final class ListDocuments extends ApiCommand {
    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "PREFIX",
        defaultValue = "",
        description = "Of the keys; all where not given.")
    private String prefix;

    @Override
    Exit ask() throws CommandException, InterruptedException {
      List<JsonNode> documents = items(inGroup("state").query("prefix", prefix));
      if (isTable()) {
        print(table(documents), "No documents with prefix '%s'.".formatted(prefix));
      } else {
        print(documents);
      }
      return Exit.OK;
    }

    private Table table(List<JsonNode> documents) {
      var table = new Table("KEY", "REVISION", "AGE", "BY", "VALUE");
      for (JsonNode document : documents) {
        table.row(
            text(document, "key"),
            text(document, "revision"),
            synod().ages().since(text(document, "updatedAt")),
            text(document, "updatedBy"),
            Text.shortened(document.path("value").toString(), VALUE_LENGTH_MAX));
      }
      return table;
    }
  }

  /** Follows documents. */
  @Command(
      name = "watch",
      description = "Follows documents by prefix: first what is there, then each change.",
      mixinStandardHelpOptions = true)
  static final class Follow extends ApiCommand {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "PREFIX",
        defaultValue = "",
        description = "Of the keys; all where not given.")
    private String prefix;

    @Option(
        names = "--resume-after",
        paramLabel = "REVISION",
        description = "Shows only what changed after this revision, such as 1-4711.")
    private @Nullable String resumeAfter;

    @Override
    Exit ask() throws CommandException, InterruptedException {
      new Watch(api(), inGroup("state").query("prefix", prefix), PATIENCE)
          .follow(this::told, resumeAfter);
      return Exit.OK;
    }

    private boolean told(Event event) {
      if (!isTable()) {
        terminal()
            .out()
            .println(
                Api.json().createObjectNode().put("event", event.name()).set("data", event.data()));
      } else if (!event.name().equals("progress")) {
        terminal()
            .out()
            .println(
                Text.singleLine(
                    "%-6s  %s  %s  %s"
                        .formatted(
                            event.name(),
                            text(event.data(), "revision"),
                            text(event.data(), "key"),
                            Text.shortened(value(event.data()), VALUE_LENGTH_MAX))));
      }
      terminal().out().flush();
      return true;
    }

    private static String value(JsonNode document) {
      return document.has("value") ? document.path("value").toString() : "";
    }
  }
}
