package dev.synod.kernel;

/**
 * Why a request was refused: one stable word, the same in the kernel, the API and the
 * documentation.
 */
public enum Code {
  INVALID_ARGUMENT("invalid-argument"),
  PERMISSION_DENIED("permission-denied"),
  NOT_FOUND("not-found"),
  ALREADY_EXISTS("already-exists"),
  FAILED_PRECONDITION("failed-precondition"),
  REVISION_CONFLICT("revision-conflict"),
  UNDECLARED_KEY("undeclared-key"),
  MERGE_MISMATCH("merge-mismatch"),
  STALE_LEASE("stale-lease"),
  TERM_STALE("term-stale"),
  TRANSITION_INVALID("transition-invalid"),
  SEQUENCE_GAP("sequence-gap"),
  SESSION_GONE("session-gone"),
  KEY_REUSED("idempotency-key-reused"),
  LIMIT_EXCEEDED("limit-exceeded"),
  TOO_LARGE("too-large"),
  DEADLINE_EXCEEDED("deadline-exceeded"),
  PERMIT_REQUIRED("permit-required"),
  PERMIT_STALE("permit-stale"),
  POLICY_STALE("policy-stale"),
  BALLOT_CLOSED("ballot-closed"),
  ALREADY_VOTED("already-voted"),
  NOT_IN_ELECTORATE("not-in-electorate"),
  BARRIER_BROKEN("barrier-broken"),
  INDETERMINATE("indeterminate"),
  UNAVAILABLE("unavailable"),
  COMPACTED("compacted");

  private final String word;

  Code(String word) {
    this.word = word;
  }

  /** The stable word, such as {@code revision-conflict}. */
  public String word() {
    return word;
  }
}
