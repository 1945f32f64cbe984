package dev.synod.torture;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Runs clients against three servers that are killed, paused and cut off, and judges the history.
 */
@Command(
    name = "torture",
    mixinStandardHelpOptions = true,
    description =
        "Runs clients against three servers that are killed, paused, cut off and restarted, and judges what the clients were told.")
public final class Main implements Callable<Integer> {
  private static final long SEED_BOUND = 1L << 31;
  private static final double MINUTES_MAX = 600;

  @Option(
      names = "--minutes",
      defaultValue = "4",
      description = "Of faults, 0.1 to 600 (${DEFAULT-VALUE}).")
  private double minutes;

  @Option(names = "--seed", description = "Of the faults; drawn and printed by default.")
  private long seed = new SecureRandom().nextLong(SEED_BOUND);

  @Option(
      names = "--bug",
      defaultValue = "",
      description = "Planted into the servers: stale-read, lost-write or repeated-apply.")
  private String bug;

  @Spec private CommandSpec spec;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    if (minutes < 0.1 || minutes > MINUTES_MAX) {
      throw new ParameterException(
          spec.commandLine(),
          "Expected 0.1 to %.0f minutes, but found %s.".formatted(MINUTES_MAX, minutes));
    }
    PrintWriter out = spec.commandLine().getOut();
    Path directory = Files.createTempDirectory("torture");
    var plan = new Plan(seed, Duration.ofMillis((long) (minutes * 60_000)), bug, directory);
    out.println("seed " + seed);
    out.flush();
    boolean holds = false;
    try {
      Report report = Torture.run(plan);
      out.println(report.text());
      holds = report.holds();
    } finally {
      if (holds) {
        delete(directory);
      } else {
        out.printf("History, verdict and the servers' logs are kept in %s%n", directory);
        out.printf("The same faults again: ./dev torture --minutes %s --seed %d%n", minutes, seed);
      }
      out.flush();
    }
    return holds ? 0 : 1;
  }

  private static void delete(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(directory)) {
      files = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
