package dev.synod.simulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Simulates from the command line. */
@Command(
    name = "./dev simulate",
    description = "Simulates a cluster under faults, from a seed, on a virtual clock.",
    mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
  private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3_600);

  @Option(names = "--seed", description = "What everything follows from; else one is drawn.")
  private @Nullable Long seed;

  @Option(
      names = "--hours",
      description = "Simulated time, default ${DEFAULT-VALUE}.",
      defaultValue = "1")
  private BigDecimal hours;

  @Option(
      names = "--replicas",
      description = "1, 3 or 5, default ${DEFAULT-VALUE}.",
      defaultValue = "3")
  private int replicas;

  @Option(
      names = "--runs",
      description = "Simulations, of this seed and those that follow it; default ${DEFAULT-VALUE}.",
      defaultValue = "1")
  private int runs;

  @Option(names = "--no-faults", description = "Lets nothing go wrong.")
  private boolean noFaults;

  @Spec private CommandSpec command;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  private Scenario scenario(long number, Duration duration) {
    try {
      return new Scenario(number, duration, replicas, !noFaults);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  @Override
  public Integer call() {
    long first = seed == null ? new SplittableRandom().nextLong(1_000_000_000) : seed;
    Duration duration =
        Duration.ofSeconds(
            hours.multiply(SECONDS_PER_HOUR).setScale(0, RoundingMode.HALF_UP).longValueExact());
    for (int i = 0; i < runs; i++) {
      Scenario scenario = scenario(first + i, duration);
      System.out.println("seed " + scenario.seed());
      long began = System.nanoTime();
      try {
        Report report = Simulation.run(scenario);
        System.out.println(report.text(Duration.ofNanos(System.nanoTime() - began)));
      } catch (SimulationFailure e) {
        System.err.println(e.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
      }
    }
    return CommandLine.ExitCode.OK;
  }
}
