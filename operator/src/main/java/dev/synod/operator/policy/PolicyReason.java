package dev.synod.operator.policy;

import dev.synod.operator.condition.Reason;

/** Why a GovernancePolicy's conditions are as they are. */
enum PolicyReason implements Reason {
  /** OPA takes the module, and its samples hold. */
  VALID,
  /** The module is not Rego that OPA takes. */
  INVALID_MODULE,
  /** The module uses what a policy may not use. */
  FORBIDDEN,
  /** The parameters don't meet their schema. */
  INVALID_PARAMETERS,
  /** A sample has another answer than the one that is expected. */
  SAMPLE_FAILED,
  /** The scope names a namespace that the policy may have no say in. */
  SCOPE_FORBIDDEN,
  /** The scope names an action that there is not. */
  UNKNOWN_ACTION,
  /** The module could not be checked. */
  CHECK_FAILED,
  /** It is not declared yet. */
  NOT_DECLARED
}
