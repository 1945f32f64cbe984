package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.output.WhyTree;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Why something is where it is. */
@Command(
    name = "why",
    description = "Tells for what a run waits, for whom, since when, and what comes next.",
    mixinStandardHelpOptions = true)
final class WhyCommand extends ApiCommand {
  @Parameters(
      index = "0",
      paramLabel = "run/NAME",
      converter = RunName.Converter.class,
      description = "The run.")
  private RunName run;

  @Override
  Exit ask() throws CommandException, InterruptedException {
    JsonNode why = api().get(inNamespace("runs", run.name()).verb("why"));
    if (isTable()) {
      new WhyTree(synod().ages()).lines(why).forEach(terminal().out()::println);
    } else {
      print(why);
    }
    return Exit.OK;
  }
}
