package dev.synod.operator.workflow;

import dev.synod.crds.Condition;
import dev.synod.crds.workflow.Workflow;
import dev.synod.crds.workflow.WorkflowStatus;
import dev.synod.operator.condition.Conditions;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.Standing;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the status of a Workflow. */
final class WorkflowStatusFactory {
  private WorkflowStatusFactory() {}

  /** The status of a workflow that was declared. */
  static WorkflowStatus status(
      Workflow workflow,
      WorkflowObservation observed,
      Standing<WorkflowStatus> standing,
      Instant now) {
    Verdict accepted = standing.accepted();
    return new WorkflowStatus(
        workflow.getMetadata().getGeneration(),
        conditions(
            workflow,
            accepted,
            WorkflowChecks.ready(new WorkflowChecks.Stood(workflow.getSpec(), observed, standing)),
            now),
        accepted.isTrue() ? observed.definition().digest() : digest(workflow),
        standing.live().map(WorkflowStatus::runs).orElse(null));
  }

  /** The status of a workflow of which nothing new is known but a verdict. */
  static WorkflowStatus status(Workflow workflow, Verdict accepted, Verdict ready, Instant now) {
    WorkflowStatus before = workflow.getStatus();
    return new WorkflowStatus(
        workflow.getMetadata().getGeneration(),
        conditions(workflow, accepted, ready, now),
        digest(workflow),
        before == null ? null : before.runs());
  }

  /** The digest of the definition that new runs follow: the last one that was taken over. */
  private static @Nullable String digest(Workflow workflow) {
    return workflow.getStatus() == null ? null : workflow.getStatus().digest();
  }

  private static List<Condition> conditions(
      Workflow workflow, Verdict accepted, Verdict ready, Instant now) {
    List<Condition> previous =
        workflow.getStatus() == null ? List.of() : workflow.getStatus().conditions();
    return new Conditions(previous, workflow.getMetadata().getGeneration(), now)
        .with(Conditions.ACCEPTED, accepted)
        .with(Conditions.READY, ready)
        .list();
  }
}
