package dev.synod.kernel.run;

import dev.synod.kernel.Table;
import dev.synod.kernel.value.Value;
import io.vavr.collection.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Workflows, their definitions, their runs and the approvals that runs wait for.
 *
 * @param undriven running runs that have triggers and no driver
 * @param pending approvals that wait
 */
public record Runs(
    Table<WorkflowRef, Workflow> workflows,
    Table<String, Definition> definitions,
    Table<RunRef, Run> runs,
    Table<Long, Approval> approvals,
    TreeSet<RunRef> undriven,
    TreeSet<Long> pending) {
  public static final Runs EMPTY =
      new Runs(
          Table.empty(),
          Table.empty(),
          Table.empty(),
          Table.empty(),
          TreeSet.empty(),
          TreeSet.empty());

  public @Nullable Run get(RunRef ref) {
    return runs.get(ref);
  }

  Runs put(Run run) {
    boolean waits =
        run.phase() == RunPhase.RUNNING
            && run.driver().session() == 0
            && !run.inbox().items().isEmpty();
    return new Runs(
        workflows,
        definitions,
        runs.put(run.ref(), run),
        approvals,
        waits ? undriven.add(run.ref()) : undriven.remove(run.ref()),
        pending);
  }

  Runs forget(RunRef ref) {
    return new Runs(
        workflows, definitions, runs.remove(ref), approvals, undriven.remove(ref), pending);
  }

  Runs put(Workflow workflow) {
    return new Runs(
        workflows.put(workflow.ref(), workflow), definitions, runs, approvals, undriven, pending);
  }

  Runs forget(WorkflowRef ref) {
    return new Runs(workflows.remove(ref), definitions, runs, approvals, undriven, pending);
  }

  Runs define(String digest, Value text) {
    Definition present = definitions.get(digest);
    var next = present == null ? new Definition(digest, text, 1) : present.used(1);
    return withDefinitions(definitions.put(digest, next));
  }

  /**
   * These runs with one more or one fewer reference to a definition, which goes with the last one.
   */
  Runs use(String digest, int more) {
    Definition next = definitions.require(digest).used(more);
    return withDefinitions(
        next.uses() == 0 ? definitions.remove(digest) : definitions.put(digest, next));
  }

  Runs put(Approval approval) {
    return new Runs(
        workflows,
        definitions,
        runs,
        approvals.put(approval.id(), approval),
        undriven,
        approval.status() == ApprovalStatus.PENDING
            ? pending.add(approval.id())
            : pending.remove(approval.id()));
  }

  /** These runs without an approval that was decided long ago, or withdrawn. */
  public Runs forgetApproval(long id) {
    return new Runs(
        workflows, definitions, runs, approvals.remove(id), undriven, pending.remove(id));
  }

  private Runs withDefinitions(Table<String, Definition> changed) {
    return new Runs(workflows, changed, runs, approvals, undriven, pending);
  }
}
