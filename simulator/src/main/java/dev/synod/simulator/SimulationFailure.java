package dev.synod.simulator;

import java.util.List;

/** Something that always holds did not; the same scenario shows it again. */
public final class SimulationFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SimulationFailure(Scenario scenario, long atMicros, RuntimeException cause, List<String> trace) {
    super(
        "After %.6f simulated seconds of seed %d:%n%s%n%nWhat happened last:%n%s%n%nSee it again: ./dev simulate --seed %d --hours %s --replicas %d"
            .formatted(
                atMicros / 1e6,
                scenario.seed(),
                cause.getMessage() == null ? cause : cause.getMessage(),
                String.join("\n", trace),
                scenario.seed(),
                scenario.duration().toMillis() / 3_600_000.0,
                scenario.replicas()),
        cause);
  }
}
