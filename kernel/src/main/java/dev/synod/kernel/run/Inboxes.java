package dev.synod.kernel.run;

import dev.synod.kernel.Draft;
import org.jspecify.annotations.Nullable;

/** Puts triggers into the inboxes of runs that still run, and finds them a driver. */
public final class Inboxes {
  private Inboxes() {}

  /** Commits the answer that a step waits for; dropped where it no longer waits for it. */
  public static void answer(Draft draft, RunRef ref, Awaiting awaiting, Trigger trigger) {
    RunStep step = activeStep(draft, ref, trigger.path());
    if (step != null && step.awaiting().contains(awaiting)) {
      draft.emit(new RunEvent.StepAnswered(ref, step.path(), awaiting));
      commit(draft, ref, trigger);
    }
  }

  /** Tells an active step what it need not wait for. */
  static void tell(Draft draft, RunRef ref, Trigger trigger) {
    if (activeStep(draft, ref, trigger.path()) != null) {
      commit(draft, ref, trigger);
    }
  }

  /** Commits the first trigger of a run. */
  static void start(Draft draft, RunRef ref) {
    commit(draft, ref, new Trigger.Started());
  }

  private static @Nullable RunStep activeStep(Draft draft, RunRef ref, String path) {
    Run run = draft.state().runs().get(ref);
    RunStep step = run == null || run.phase() != RunPhase.RUNNING ? null : run.steps().get(path);
    return step == null || step.status() != StepStatus.ACTIVE ? null : step;
  }

  private static void commit(Draft draft, RunRef ref, Trigger trigger) {
    draft.emit(new RunEvent.TriggerAppended(ref, trigger));
    Drivers.drive(draft, ref);
  }
}
