package dev.synod.torture;

import dev.synod.torture.client.Records;
import dev.synod.torture.fault.Fault;
import dev.synod.torture.fault.Nemesis;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * The time around a fault in which nobody led and took writes: between two acknowledgements, the
 * longest from the last one before it to the first one of a write that was asked for after it. A
 * server that stops takes a while, in which others may take writes already.
 *
 * @param fromNanos on the monotonic clock of this process
 */
public record Standstill(Fault fault, long fromNanos, long toNanos) {
  /** One for each fault that halts writes, where a write was acknowledged before and after it. */
  static List<Standstill> after(List<Nemesis.Done> faults, Records records) {
    return faults.stream()
        .filter(Nemesis.Done::haltsWrites)
        .flatMap(
            done ->
                records.withoutWrites(done.askedNanos(), done.inflictedNanos()).stream()
                    .map(span -> new Standstill(done.fault(), span.invoked(), span.returned())))
        .toList();
  }

  Duration lasted() {
    return Duration.ofNanos(toNanos - fromNanos);
  }

  /** Of all together; what two have in common counts once. */
  static Duration total(List<Standstill> all) {
    List<Standstill> ordered =
        all.stream().sorted(Comparator.comparingLong(Standstill::fromNanos)).toList();
    long sum = 0;
    long upTo = Long.MIN_VALUE;
    for (Standstill each : ordered) {
      long from = Math.max(each.fromNanos(), upTo);
      sum += Math.max(0, each.toNanos() - from);
      upTo = Math.max(upTo, each.toNanos());
    }
    return Duration.ofNanos(sum);
  }
}
