package dev.synod.operator.run;

import dev.synod.operator.condition.Reason;

/** Why a WorkflowRun's conditions are as they are, where the API server gives no reason itself. */
enum RunReason implements Reason {
  /** The Workflow is not declared: it does not exist, or is not accepted. */
  WORKFLOW_NOT_FOUND,
  /** It has not begun. */
  NOT_STARTED,
  /** Some step can go on. */
  IN_PROGRESS,
  /** Every open step waits for something outside. */
  WAITING,
  /** Nothing is waited for. */
  NOTHING,
  /** It ended as the definition wants it. */
  SUCCEEDED,
  /** A step failed, and nothing caught it. */
  FAULTED,
  /** Somebody ended it. */
  CANCELLED,
  /** It took too long. */
  TIMED_OUT
}
