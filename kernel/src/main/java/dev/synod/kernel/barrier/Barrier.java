package dev.synod.kernel.barrier;

import dev.synod.kernel.Entity;
import dev.synod.kernel.run.StepRef;
import dev.synod.kernel.value.Fingerprint;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * An instance of a barrier.
 *
 * @param parties agents whose arrival counts
 * @param needed how many must arrive
 * @param arrived session that holds each arrived agent's seat
 * @param deadlineMillis when it breaks; 0 for never
 * @param waiters steps of runs that wait for it
 * @param since when it began, milliseconds
 * @param settledAtMillis when it opened or broke; 0 while it waits
 */
public record Barrier(
    BarrierKey key,
    SortedSet<String> parties,
    int needed,
    SortedMap<String, Long> arrived,
    BarrierStatus status,
    long deadlineMillis,
    List<StepRef> waiters,
    long since,
    long settledAtMillis,
    long revision)
    implements Entity {
  @Override
  public long fingerprint() {
    var print =
        new Fingerprint("barrier")
            .add(key.id())
            .addAll(parties)
            .add(needed)
            .add(status.name())
            .add(deadlineMillis)
            .add(waiters.size())
            .add(revision);
    arrived.forEach((agent, session) -> print.add(agent).add(session));
    return print.value();
  }
}
