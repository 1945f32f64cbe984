package dev.synod.server.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunPhase;
import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.run.StepStatus;
import dev.synod.kernel.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workflow in execution.
 *
 * @param uid of the WorkflowRun object that it was declared by
 * @param digest of the definition that it keeps
 * @param waiting for what, while it runs
 * @param steps where one run was asked for; absent in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunView(
    String namespace,
    String name,
    @Nullable String uid,
    String workflow,
    String group,
    String digest,
    String phase,
    Value input,
    @Nullable Value output,
    @Nullable FaultView error,
    Progress progress,
    List<Wait> waiting,
    String startedAt,
    @Nullable String finishedAt,
    @Nullable List<StepView> steps,
    String revision) {

  /** Steps that have ended, of those that are known so far. */
  public record Progress(int done, int known) {
    static Progress of(Run run) {
      int done = 0;
      int known = 0;
      for (RunStep step : run.steps().values()) {
        known++;
        if (step.status() != StepStatus.ACTIVE) {
          done++;
        }
      }
      return new Progress(done, known);
    }
  }

  /** One run, with its steps. */
  public static RunView of(KernelState state, Run run) {
    return build(
        state, run, run.sortedSteps().stream().sorted(new StepOrder()).map(StepView::of).toList());
  }

  /** A run in a list. */
  public static RunView summary(KernelState state, Run run) {
    return build(state, run, null);
  }

  /** A run waits when it has nothing to do itself and something to wait for. */
  private static String phase(Run run, List<Wait> waiting) {
    return run.phase() == RunPhase.RUNNING && !waiting.isEmpty() && run.inbox().items().isEmpty()
        ? "Waiting"
        : Words.camel(run.phase());
  }

  private static RunView build(KernelState state, Run run, @Nullable List<StepView> steps) {
    var spec = run.spec();
    var result = run.result();
    List<Wait> waiting = new Waits(state).of(run);
    return new RunView(
        run.ref().namespace(),
        run.ref().name(),
        Words.textOrNull(spec.declaration().uid()),
        spec.workflow(),
        spec.group().name(),
        spec.digest(),
        phase(run, waiting),
        spec.input(),
        result.output(),
        FaultView.ofNullable(result.fault()),
        Progress.of(run),
        waiting,
        Words.time(result.startedAtMillis()),
        Words.timeOrNull(result.finishedAtMillis()),
        steps,
        Revisions.text(state.clock(), run.revision()));
  }
}
