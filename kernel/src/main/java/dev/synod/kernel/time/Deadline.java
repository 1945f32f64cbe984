package dev.synod.kernel.time;

import java.util.Comparator;

/** A moment at which the kernel must look at an entity, milliseconds; ordered by time. */
public record Deadline(long atMillis, Kind kind, String id) implements Comparable<Deadline> {
  private static final Comparator<Deadline> ORDER =
      Comparator.comparingLong(Deadline::atMillis)
          .thenComparing(Deadline::kind)
          .thenComparing(Deadline::id);

  /** What falls due. New kinds are added at the end. */
  public enum Kind {
    TASK,
    TASK_RETENTION,
    BARRIER,
    BARRIER_RETENTION,
    PROPOSAL,
    PROPOSAL_RETENTION,
    RUN_TIMER,
    APPROVAL,
    RUN_RETENTION,
    PERMIT,
    KEYED_OUTCOME,
    APPROVAL_RETENTION,
    BREAK_GLASS
  }

  @Override
  public int compareTo(Deadline other) {
    return ORDER.compare(this, other);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(atMillis) * 31 + id.hashCode();
  }
}
