package dev.synod.simulator;

import dev.synod.simulator.invariant.Invariants;
import dev.synod.simulator.invariant.Tally;
import dev.synod.simulator.world.Fault;
import dev.synod.simulator.world.Schedule;
import dev.synod.simulator.world.World;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What a simulation did.
 *
 * @param simulated time
 * @param steps of the simulation
 * @param messages that were sent
 * @param digest of the last state: the same seed comes to the same
 */
public record Report(
    Scenario scenario, Duration simulated, long steps, long messages, long digest, Counts counts) {

  /** What was done, and what went wrong. */
  public record Counts(Tally done, Map<Fault, Long> faults) {}

  static Report of(Scenario scenario, World world, Invariants invariants) {
    return new Report(
        scenario,
        Duration.ofNanos(world.schedule().nowMicros() * 1_000),
        world.schedule().steps(),
        world.network().messages(),
        invariants.state().digest(),
        new Counts(invariants.tally(), Map.copyOf(world.faults())));
  }

  /** The report for people. */
  public String text(Duration took) {
    Tally done = counts.done();
    var text = new StringBuilder();
    line(text, "seed", scenario.seed());
    line(text, "replicas", scenario.replicas());
    line(
        text,
        "simulated hours",
        String.format(Locale.ROOT, "%.2f", simulated.toNanos() / 1_000.0 / Schedule.HOUR));
    line(text, "took seconds", String.format(Locale.ROOT, "%.2f", took.toNanos() / 1e9));
    line(
        text,
        "times faster than real",
        String.format(Locale.ROOT, "%.0f", (double) simulated.toNanos() / took.toNanos()));
    line(text, "steps", steps);
    line(text, "messages", messages);
    line(text, "elections", done.elections());
    line(text, "events", done.events());
    line(text, "events seen by watches", done.watched());
    line(text, "watches compacted", done.compactions());
    line(text, "linearizable reads", done.reads());
    line(text, "looks at the whole state", done.looks());
    text.append("requests that took effect\n");
    done.applied().forEach((name, count) -> line(text, "  " + name, count));
    text.append("requests that were refused\n");
    done.refused().forEach((name, count) -> line(text, "  " + name, count));
    text.append("faults\n");
    for (Fault fault : Fault.values()) {
      line(text, "  " + fault.title(), counts.faults().getOrDefault(fault, 0L));
    }
    line(text, "digest at the end", String.format(Locale.ROOT, "%016x", digest));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(String.format(Locale.ROOT, "%-48s %s%n", name, value));
  }
}
