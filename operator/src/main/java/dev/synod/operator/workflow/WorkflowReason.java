package dev.synod.operator.workflow;

import dev.synod.operator.condition.Reason;

/** Why a Workflow's conditions are as they are. */
enum WorkflowReason implements Reason {
  /** The definition can be run. */
  VALID,
  /** The definition cannot be run as it is. */
  INVALID_DEFINITION,
  /** The group that it names does not exist. */
  GROUP_NOT_FOUND
}
