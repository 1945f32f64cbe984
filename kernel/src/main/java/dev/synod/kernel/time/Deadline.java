package dev.synod.kernel.time;

/** A moment at which the kernel must look at an entity, milliseconds; ordered by time. */
public record Deadline(long atMillis, Kind kind, String id) implements Comparable<Deadline> {
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
    int byTime = Long.compare(atMillis, other.atMillis);
    if (byTime != 0) {
      return byTime;
    }
    int byKind = kind.compareTo(other.kind);
    return byKind == 0 ? id.compareTo(other.id) : byKind;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(atMillis) * 31 + id.hashCode();
  }
}
