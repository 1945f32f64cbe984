package dev.synod.server.view;

import dev.synod.kernel.Clock;
import dev.synod.kernel.run.Workflow;

/** A declared workflow. */
public record WorkflowView(
    String namespace, String name, String group, String digest, Counts.Runs runs, String revision) {
  public static WorkflowView of(Workflow workflow, WorkflowRuns runs, Clock clock) {
    return new WorkflowView(
        workflow.ref().namespace(),
        workflow.ref().name(),
        workflow.group().name(),
        workflow.digest(),
        runs.of(workflow.ref()),
        Revisions.text(clock, workflow.revision()));
  }
}
