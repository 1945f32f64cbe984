package dev.synod.cli.command;

import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.output.Terminal;
import dev.synod.cli.output.Text;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong, and ends with the code that says so too. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    say(String.valueOf(failure.getMessage()));
    if (!UnmatchedArgumentException.printSuggestions(failure, terminal.errWriter())) {
      terminal.err().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return Exit.USAGE.code();
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    if (failure instanceof CommandException expected) {
      say(String.valueOf(expected.getMessage()));
      return expected.exit().code();
    }
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return Exit.FAILED.code();
    }
    say("A defect of this program: " + failure);
    return Exit.FAILED.code();
  }

  private void say(String message) {
    terminal.err().println("synod: " + Text.lines(message));
  }
}
