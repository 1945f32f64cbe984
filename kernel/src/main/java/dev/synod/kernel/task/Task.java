package dev.synod.kernel.task;

import dev.synod.kernel.Entity;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.session.SystemCapability;
import dev.synod.kernel.value.Fingerprint;
import dev.synod.kernel.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * Leased work.
 *
 * @param lease who holds it, or null while it waits; the last holder once it has ended
 * @param attempt how often it has been given out
 * @param deadlineMillis 0 for never
 * @param output once completed
 * @param fault once failed or expired
 * @param endedAtMillis 0 while it is alive
 */
public record Task(
    long id,
    TaskSpec spec,
    TaskStatus status,
    @Nullable Lease lease,
    int attempt,
    long submittedAtMillis,
    long deadlineMillis,
    @Nullable Value output,
    @Nullable Fault fault,
    long endedAtMillis,
    long revision)
    implements Entity {

  /**
   * The right to work on a task.
   *
   * @param agent name of the agent; empty for a worker
   * @param token greater for each later lease of any task
   */
  public record Lease(long session, String agent, long token, long sinceMillis) {}

  /** Where it waits. */
  public QueueKey queue() {
    return QueueKey.of(spec);
  }

  /** A line of waiting tasks; namespace and group are empty for the work of workers. */
  public record QueueKey(String namespace, String group, String capability, String agent) {
    static QueueKey of(TaskSpec spec) {
      return SystemCapability.ALL.contains(spec.capability())
          ? new QueueKey("", "", spec.capability(), "")
          : new QueueKey(
              spec.group().namespace(), spec.group().name(), spec.capability(), spec.agent());
    }
  }

  @Override
  public long fingerprint() {
    var print =
        new Fingerprint("task")
            .add(id)
            .add(spec.effectId())
            .add(status.name())
            .add(attempt)
            .add(deadlineMillis)
            .add(output)
            .add(fault == null ? null : fault.type())
            .add(revision);
    return lease == null ? print.value() : print.add(lease.session()).add(lease.token()).value();
  }

  @Override
  public @Nullable String countedIn() {
    return status.isTerminal() ? null : spec.group().namespace();
  }
}
