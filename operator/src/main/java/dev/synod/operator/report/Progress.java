package dev.synod.operator.report;

import dev.synod.crds.report.AuditReportStatus;
import dev.synod.operator.declaration.Outcome;
import java.util.Optional;

/**
 * How the API server says that a report stands.
 *
 * @param outcome of asking; what follows holds where it is done
 * @param state {@code Waiting}, {@code Making}, {@code Made}, {@code Failed} or {@code Expired}
 * @param message why it waits, failed or is gone
 * @param percent that is written
 * @param made what it holds, once it is there
 */
record Progress(
    Outcome outcome,
    String state,
    String message,
    int percent,
    Optional<AuditReportStatus.Latest> made) {
  /** Nothing is known but what became of asking. */
  static Progress unknown(Outcome outcome) {
    return new Progress(outcome, "", "", 0, Optional.empty());
  }

  /** Whether nothing more comes of it until the next window. */
  boolean isSettled() {
    return state.equals("Made") || state.equals("Failed") || isExpired();
  }

  /** Whether it was made, but its archive is gone. */
  boolean isExpired() {
    return state.equals("Expired");
  }

  /** Whether it is made now, or soon. */
  boolean isUnderWay() {
    return outcome instanceof Outcome.Done && !isSettled();
  }
}
