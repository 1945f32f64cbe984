package dev.synod.operator.report;

import dev.synod.operator.condition.Reason;

/** Why an AuditReport's conditions are as they are. */
enum ReportReason implements Reason {
  /** The period can't be understood. */
  INVALID_PERIOD,
  /** The scope names namespaces that the report may not tell of. */
  SCOPE_FORBIDDEN,
  /** The scope names an action or an outcome that there is not. */
  UNKNOWN_WORD,
  /** The period is not over. */
  PERIOD_NOT_OVER,
  /** The report waits to be made. */
  WAITING,
  /** The report is made at this moment. */
  MAKING,
  /** The report of the period is there. */
  MADE,
  /** The report can't be made. */
  FAILED,
  /** The report was made, but its archive was older than it is kept. */
  EXPIRED
}
