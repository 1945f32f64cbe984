package dev.synod.dev.command;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The list of commands. */
@Command(
    name = "./dev",
    description = "Builds, runs and checks Synod on this machine.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      KubectlCommand.class,
      TestCommand.class,
      LintCommand.class,
      FormatCommand.class,
      GenerateCommand.class,
      BenchCommand.class,
      SimulateCommand.class,
      TortureCommand.class,
      SuperviseCommand.class,
      NodeCommand.class,
      CommandLine.HelpCommand.class
    })
public final class DevCommand {

  private DevCommand() {}

  /** Runs one command and answers the exit code: 0 is success, 1 a failure, 2 wrong usage. */
  public static int run(String... arguments) {
    return new CommandLine(new DevCommand())
        .setExecutionExceptionHandler(DevCommand::report)
        .execute(arguments.length == 0 ? new String[] {"help"} : arguments);
  }

  private static int report(
      Exception problem, CommandLine command, CommandLine.ParseResult ignored) {
    PrintWriter err = command.getErr();
    err.println();
    if (problem instanceof CommandFailure || problem instanceof IllegalArgumentException) {
      err.println("dev: " + problem.getMessage());
    } else {
      err.println("dev: unexpected " + problem);
      problem.printStackTrace(err);
    }
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }
}
