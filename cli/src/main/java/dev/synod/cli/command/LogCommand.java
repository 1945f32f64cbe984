package dev.synod.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.synod.cli.connection.Api;
import dev.synod.cli.connection.ApiPath;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The replicated log. */
@Command(
    name = "log",
    description = "Reads the replicated log.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = LogCommand.Dump.class)
final class LogCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Expected dump, but found nothing.");
  }

  /** Prints entries. */
  @Command(
      name = "dump",
      description = "Prints the committed entries that the server still holds, as JSON lines.",
      mixinStandardHelpOptions = true)
  static final class Dump extends ApiCommand {
    private static final int PAGE = 1_000;

    @Option(
        names = "--after",
        paramLabel = "INDEX",
        defaultValue = "0",
        description = "Begins after the entry with this index.")
    private long after;

    @Option(
        names = "--limit",
        paramLabel = "COUNT",
        description = "Ends after so many entries; at the last one where not given.")
    private long limit = Long.MAX_VALUE;

    @Override
    Exit ask() throws CommandException, InterruptedException {
      long last = after;
      long left = limit;
      while (left > 0) {
        int most = (int) Math.min(PAGE, left);
        ApiPath page =
            ApiPath.of("log")
                .query("after", Long.toString(last))
                .query("limit", Integer.toString(most));
        String[] lines = api().text(page).lines().toArray(String[]::new);
        if (lines.length == 0) {
          return Exit.OK;
        }
        for (String line : lines) {
          terminal().out().println(line);
        }
        left -= lines.length;
        last = index(lines[lines.length - 1]);
      }
      return Exit.OK;
    }

    private static long index(String line) throws CommandException {
      try {
        return Api.json().readTree(line).path("index").asLong();
      } catch (JsonProcessingException e) {
        throw new CommandException(
            Exit.FAILED, "Expected a log entry in JSON, but found something else.", e);
      }
    }
  }
}
