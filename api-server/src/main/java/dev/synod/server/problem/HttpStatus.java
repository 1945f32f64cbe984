package dev.synod.server.problem;

import dev.synod.kernel.Code;

/** How rejections read in HTTP. */
final class HttpStatus {
  private HttpStatus() {}

  static int of(Code code) {
    return switch (code) {
      case INVALID_ARGUMENT, UNDECLARED_KEY, MERGE_MISMATCH -> 400;
      case PERMISSION_DENIED, PERMIT_REQUIRED, PERMIT_STALE, NOT_IN_ELECTORATE -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS,
          FAILED_PRECONDITION,
          STALE_LEASE,
          TERM_STALE,
          TRANSITION_INVALID,
          SEQUENCE_GAP,
          SESSION_GONE,
          KEY_REUSED,
          POLICY_STALE,
          BALLOT_CLOSED,
          ALREADY_VOTED,
          BARRIER_BROKEN ->
          409;
      case REVISION_CONFLICT -> 412;
      case COMPACTED -> 410;
      case TOO_LARGE -> 413;
      case LIMIT_EXCEEDED -> 429;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED, INDETERMINATE -> 504;
    };
  }
}
