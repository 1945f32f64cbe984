package dev.synod.cli.command;

import dev.synod.cli.connection.Environment;
import dev.synod.cli.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** One call of the program, in this process. */
record Invocation(int exit, String out, String err) {
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:10:00Z"));

  static Invocation of(Map<String, String> variables, Path directory, String... arguments) {
    return of(CLOCK, variables, directory, arguments);
  }

  static Invocation of(
      InstantSource clock, Map<String, String> variables, Path directory, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    int exit =
        new SynodCommand(terminal, new Environment(variables, directory), clock)
            .commandLine()
            .execute(arguments);
    return new Invocation(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
