package dev.synod.operator.run;

import dev.synod.crds.run.RunPhase;
import dev.synod.crds.run.WorkflowRun;
import dev.synod.crds.run.WorkflowRunStatus;
import dev.synod.crds.run.WorkflowRunStatus.RunError;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.Outcome;
import dev.synod.operator.declaration.Standing;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides the conditions of a WorkflowRun, where the API server does not say them itself. */
final class RunChecks {
  private RunChecks() {}

  /** Whether the API server took the run over. */
  static Verdict accepted(WorkflowRun run, Standing<WorkflowRunStatus> standing) {
    return standing.declaration() instanceof Outcome.Refused refused
            && refused.code().equals("not-found")
        ? Verdict.fails(
            RunReason.WORKFLOW_NOT_FOUND,
            "Workflow %s is not declared: create it, or see why it is not accepted (%s)"
                .formatted(run.getSpec().workflowRef().name(), refused.detail()))
        : standing.accepted();
  }

  /** Whether it goes on. */
  static Verdict running(RunPhase phase, @Nullable RunError error) {
    return switch (phase) {
      case PENDING -> Verdict.fails(RunReason.NOT_STARTED, "It has not begun.");
      case RUNNING -> Verdict.holds(RunReason.IN_PROGRESS, "Some step goes on.");
      case WAITING -> Verdict.holds(RunReason.WAITING, "Every open step waits for something.");
      case SUCCEEDED, FAULTED, CANCELLED, TIMED_OUT ->
          Verdict.fails(end(phase), message(phase, error));
    };
  }

  /** Whether it waits. */
  static Verdict waiting(RunPhase phase) {
    return phase == RunPhase.WAITING
        ? Verdict.holds(RunReason.WAITING, "Every open step waits for something.")
        : Verdict.fails(RunReason.NOTHING, "It waits for nothing.");
  }

  /** Whether it ended. */
  static Verdict completed(RunPhase phase, @Nullable RunError error) {
    return switch (phase) {
      case PENDING -> Verdict.fails(RunReason.NOT_STARTED, "It has not begun.");
      case RUNNING, WAITING -> Verdict.fails(RunReason.IN_PROGRESS, "It goes on.");
      case SUCCEEDED, FAULTED, CANCELLED, TIMED_OUT ->
          Verdict.holds(end(phase), message(phase, error));
    };
  }

  private static RunReason end(RunPhase phase) {
    return switch (phase) {
      case SUCCEEDED -> RunReason.SUCCEEDED;
      case FAULTED -> RunReason.FAULTED;
      case CANCELLED -> RunReason.CANCELLED;
      case TIMED_OUT -> RunReason.TIMED_OUT;
      case PENDING, RUNNING, WAITING -> RunReason.IN_PROGRESS;
    };
  }

  private static String message(RunPhase phase, @Nullable RunError error) {
    if (phase == RunPhase.SUCCEEDED) {
      return "It ended as the definition wants it.";
    }
    return error == null
        ? "It ended early."
        : Stream.of(error.title(), error.detail(), error.instance())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" · "));
  }
}
