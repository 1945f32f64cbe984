package dev.synod.operator.declaration;

import dev.synod.operator.condition.Reason;

/** Reasons that every kind knows, for every kind is declared. */
public enum DeclarationReason implements Reason {
  /** The API server knows it as it is. */
  ACCEPTED,
  /** The spec uses something that a newer version of Synod knows. */
  NOT_SUPPORTED,
  /** The API server does not want the declaration. */
  REFUSED,
  /** The API server cannot be asked. */
  SERVER_UNAVAILABLE,
  /** The API server has not told yet how it stands. */
  STATUS_PENDING,
  /** It is being deleted, and something has to be taken back first. */
  DELETING,
  /** Reconciling failed unexpectedly. */
  RECONCILE_FAILED
}
