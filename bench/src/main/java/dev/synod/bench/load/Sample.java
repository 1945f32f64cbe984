package dev.synod.bench.load;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was measured of one store with a number of writes outstanding.
 *
 * @param cpuSeconds of the server for 100,000 writes
 * @param rssMebibytes of the server in the end
 */
public record Sample(
    String store,
    int outstanding,
    double writesPerSecond,
    double medianMillis,
    double p99Millis,
    double cpuSeconds,
    double rssMebibytes) {

  /** The median of each figure over rounds of the same measurement. */
  public static Sample median(List<Sample> rounds) {
    Sample first = rounds.getFirst();
    return new Sample(
        first.store,
        first.outstanding,
        median(rounds, Sample::writesPerSecond),
        median(rounds, Sample::medianMillis),
        median(rounds, Sample::p99Millis),
        median(rounds, Sample::cpuSeconds),
        median(rounds, Sample::rssMebibytes));
  }

  private static double median(List<Sample> rounds, ToDoubleFunction<Sample> figure) {
    List<Double> sorted =
        rounds.stream().map(figure::applyAsDouble).sorted(Comparator.naturalOrder()).toList();
    return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }
}
