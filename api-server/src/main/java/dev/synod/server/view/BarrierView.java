package dev.synod.server.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synod.kernel.Clock;
import dev.synod.kernel.barrier.Barrier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a barrier.
 *
 * @param parties agents whose arrival counts
 * @param needed how many of them must arrive
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BarrierView(
    String namespace,
    String group,
    String name,
    String instance,
    String status,
    List<String> parties,
    int needed,
    List<String> arrived,
    String since,
    @Nullable String deadline,
    String revision) {

  public static BarrierView of(Barrier barrier, Clock clock) {
    var key = barrier.key();
    return new BarrierView(
        key.group().namespace(),
        key.group().name(),
        key.name(),
        key.instance(),
        Words.camel(barrier.status()),
        List.copyOf(barrier.parties()),
        barrier.needed(),
        List.copyOf(barrier.arrived().keySet()),
        Words.time(barrier.since()),
        Words.timeOrNull(barrier.deadlineMillis()),
        Revisions.text(clock, barrier.revision()));
  }
}
