package dev.synod.operator.workflow;

import dev.synod.crds.workflow.WorkflowSpec;
import dev.synod.crds.workflow.WorkflowStatus;
import dev.synod.operator.condition.Check;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.Standing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides the conditions of a Workflow. */
final class WorkflowChecks {
  private static final List<Check<Stood>> READINESS =
      List.of(WorkflowChecks::groupMissing, stood -> stood.standing().whyUnknown());

  /** What is wanted, what it is found to be, and how it stands. */
  record Stood(
      WorkflowSpec spec, WorkflowObservation observed, Standing<WorkflowStatus> standing) {}

  private WorkflowChecks() {}

  /** Whether runs can be started. */
  static Verdict ready(Stood stood) {
    return Check.first(
        READINESS, stood, Verdict.holds(WorkflowReason.VALID, "Runs can be started."));
  }

  private static @Nullable Verdict groupMissing(Stood stood) {
    return stood.observed().groupPresent()
        ? null
        : Verdict.fails(
            WorkflowReason.GROUP_NOT_FOUND,
            "CoordinationGroup %s does not exist in this namespace: create it or change"
                    .formatted(stood.spec().groupRef().name())
                + " spec.groupRef.name.");
  }
}
