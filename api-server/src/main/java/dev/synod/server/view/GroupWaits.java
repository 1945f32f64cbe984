package dev.synod.server.view;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.barrier.Barrier;
import dev.synod.kernel.barrier.BarrierStatus;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.proposal.Proposal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each group has waited for the longest: at a barrier, or on a proposal. */
public final class GroupWaits {
  private final Map<GroupRef, Longest> byGroup = new HashMap<>();
  private final long nowMillis;

  private record Longest(long sinceMillis, String on) {}

  public GroupWaits(KernelState state) {
    nowMillis = state.clock().timeMillis();
    for (Barrier barrier : state.barriers().values()) {
      if (barrier.status() == BarrierStatus.WAITING) {
        add(barrier.key().group(), barrier.since(), "barrier/" + barrier.key().name());
      }
    }
    state
        .proposals()
        .open()
        .forEach(
            (group, ids) -> {
              Proposal oldest = state.proposals().get(ids.head());
              if (oldest != null) {
                add(group, oldest.terms().openedAtMillis(), "proposal/" + oldest.key().decision());
              }
            });
  }

  private void add(GroupRef group, long sinceMillis, String on) {
    byGroup.merge(
        group,
        new Longest(sinceMillis, on),
        (one, other) -> one.sinceMillis() <= other.sinceMillis() ? one : other);
  }

  public Counts.@Nullable Waiting of(GroupRef group) {
    Longest longest = byGroup.get(group);
    return longest == null
        ? null
        : new Counts.Waiting(
            coarse(Duration.ofMillis(nowMillis - longest.sinceMillis())),
            longest.on(),
            Words.time(longest.sinceMillis()));
  }

  private static String coarse(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds / 5 * 5 + "s";
    }
    return seconds < 3_600 ? seconds / 60 + "m" : seconds / 3_600 + "h";
  }
}
