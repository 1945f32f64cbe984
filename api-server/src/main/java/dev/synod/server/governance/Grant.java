package dev.synod.server.governance;

import java.util.List;
import java.util.stream.Stream;

/**
 * Leave to act.
 *
 * @param permit the logged permit that the kernel rechecks; 0 where only reading was asked for
 * @param policyRevision that decided
 * @param warnings of declared policies, for the caller
 */
public record Grant(long permit, long policyRevision, List<Decision.Reason> warnings) {
  /** The same, with more warnings. */
  Grant warning(List<Decision.Reason> more) {
    return more.isEmpty()
        ? this
        : new Grant(
            permit,
            policyRevision,
            Stream.concat(warnings.stream(), more.stream()).distinct().toList());
  }
}
