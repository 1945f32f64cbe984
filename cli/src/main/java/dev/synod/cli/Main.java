package dev.synod.cli;

import dev.synod.cli.command.SynodCommand;
import dev.synod.cli.connection.Environment;
import dev.synod.cli.output.Terminal;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;

/** Runs the program; the one place that reads the clock and the environment. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    var err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    boolean isInteractive =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    var terminal = new Terminal(out, err, isInteractive);
    int code =
        new SynodCommand(terminal, Environment.ofProcess(), InstantSource.system())
            .commandLine()
            .execute(arguments);
    out.flush();
    System.exit(code);
  }
}
