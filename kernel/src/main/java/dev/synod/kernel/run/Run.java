package dev.synod.kernel.run;

import dev.synod.kernel.Entity;
import dev.synod.kernel.Table;
import dev.synod.kernel.value.Fingerprint;
import dev.synod.kernel.value.Value;
import io.vavr.collection.Vector;
import org.jspecify.annotations.Nullable;

/**
 * A workflow in execution.
 *
 * @param steps by path
 * @param context {@code $context} of the expressions
 */
public record Run(
    RunRef ref,
    RunSpec spec,
    RunPhase phase,
    Driver driver,
    Inbox inbox,
    Table<String, RunStep> steps,
    Value context,
    Result result,
    long revision)
    implements Entity {

  /**
   * Who may advance it.
   *
   * @param session 0 for nobody
   * @param term greater for each later driver
   */
  public record Driver(long session, long term) {
    static final Driver NOBODY = new Driver(0, 0);
  }

  /**
   * Committed triggers that no advance has consumed yet.
   *
   * @param next number of the next trigger
   */
  public record Inbox(Vector<InboxItem> items, long next) {
    static final Inbox EMPTY = new Inbox(Vector.empty(), 1);

    Inbox append(Trigger trigger) {
      return new Inbox(items.append(new InboxItem(next, trigger)), next + 1);
    }

    Inbox consumedThrough(long number) {
      return new Inbox(items.dropWhile(item -> item.number() <= number), next);
    }
  }

  /**
   * When it began and how it ended.
   *
   * @param finishedAtMillis 0 while it runs
   */
  public record Result(
      long startedAtMillis, long finishedAtMillis, @Nullable Value output, @Nullable Fault fault) {}

  /** The steps that are neither completed nor faulted nor cancelled, by path. */
  public java.util.List<RunStep> activeSteps() {
    return sortedSteps().stream().filter(step -> step.status() == StepStatus.ACTIVE).toList();
  }

  /** All steps, by path. */
  public java.util.List<RunStep> sortedSteps() {
    var sorted = new java.util.TreeMap<String, RunStep>();
    steps.forEach(sorted::put);
    return java.util.List.copyOf(sorted.values());
  }

  Run with(Driver newDriver, long newRevision) {
    return new Run(ref, spec, phase, newDriver, inbox, steps, context, result, newRevision);
  }

  Run with(Inbox newInbox, long newRevision) {
    return new Run(ref, spec, phase, driver, newInbox, steps, context, result, newRevision);
  }

  Run with(Table<String, RunStep> newSteps, long newRevision) {
    return new Run(ref, spec, phase, driver, inbox, newSteps, context, result, newRevision);
  }

  Run withContext(Value newContext, long newRevision) {
    return new Run(ref, spec, phase, driver, inbox, steps, newContext, result, newRevision);
  }

  Run finished(RunPhase newPhase, Result newResult, long newRevision) {
    if (!phase.next().contains(newPhase)) {
      throw new IllegalStateException(
          "Expected a transition of run %s from %s, but found one to %s."
              .formatted(ref, phase, newPhase));
    }
    return new Run(
        ref, spec, newPhase, Driver.NOBODY, Inbox.EMPTY, steps, context, newResult, newRevision);
  }

  @Override
  public long fingerprint() {
    return new Fingerprint("run")
        .add(ref.toString())
        .add(spec.digest())
        .add(phase.name())
        .add(driver.session())
        .add(driver.term())
        .add(inbox.next())
        .add(inbox.items().size())
        .add(steps.digest())
        .add(context)
        .add(result.output())
        .add(revision)
        .value();
  }

  @Override
  public @Nullable String countedIn() {
    return phase == RunPhase.RUNNING ? ref.namespace() : null;
  }
}
