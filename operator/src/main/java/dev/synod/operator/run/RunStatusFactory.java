package dev.synod.operator.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.crds.Condition;
import dev.synod.crds.run.RunPhase;
import dev.synod.crds.run.WorkflowRun;
import dev.synod.crds.run.WorkflowRunStatus;
import dev.synod.operator.condition.Conditions;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the status of a WorkflowRun. */
final class RunStatusFactory {
  static final String RUNNING = "Running";
  static final String WAITING = "Waiting";
  static final String COMPLETED = "Completed";

  /** Characters of an output that is copied; a larger one is read from the API server. */
  static final int OUTPUT_LENGTH_MAX = 32 * 1024;

  private static final WorkflowRunStatus NOTHING_KNOWN =
      new WorkflowRunStatus(null, List.of(), RunPhase.PENDING, null, null, null, null, null);

  private RunStatusFactory() {}

  /** The status of a run that was declared. */
  static WorkflowRunStatus status(
      WorkflowRun run, Standing<WorkflowRunStatus> standing, Instant now) {
    return status(run, standing.live().orElse(known(run)), RunChecks.accepted(run, standing), now);
  }

  /** The status of a run of which nothing new is known but a verdict. */
  static WorkflowRunStatus status(WorkflowRun run, Verdict accepted, Instant now) {
    return status(run, known(run), accepted, now);
  }

  /** Whether a run has ended, so that it must not begin again. */
  static boolean isCompleted(WorkflowRun run) {
    return Conditions.find(known(run).conditions(), COMPLETED)
        .filter(Conditions::isTrue)
        .isPresent();
  }

  private static WorkflowRunStatus status(
      WorkflowRun run, WorkflowRunStatus shown, Verdict accepted, Instant now) {
    RunPhase phase = Objects.requireNonNullElse(shown.phase(), RunPhase.PENDING);
    List<Condition> told = shown.conditions();
    List<Condition> conditions =
        new Conditions(known(run).conditions(), run.getMetadata().getGeneration(), now)
            .with(Conditions.ACCEPTED, accepted)
            .told(told, RUNNING, RunChecks.running(phase, shown.error()))
            .told(told, WAITING, RunChecks.waiting(phase))
            .told(told, COMPLETED, RunChecks.completed(phase, shown.error()))
            .list();
    return new WorkflowRunStatus(
        run.getMetadata().getGeneration(),
        conditions,
        phase,
        shown.progress(),
        shown.startedAt(),
        shown.finishedAt(),
        bounded(shown.output()),
        shown.error());
  }

  private static WorkflowRunStatus known(WorkflowRun run) {
    return run.getStatus() == null ? NOTHING_KNOWN : run.getStatus();
  }

  private static @Nullable JsonNode bounded(@Nullable JsonNode output) {
    return output == null || output.isNull() || output.toString().length() > OUTPUT_LENGTH_MAX
        ? null
        : output;
  }
}
