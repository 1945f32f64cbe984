package dev.synod.server.governance;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.quota.Countable;
import dev.synod.kernel.quota.Quota;

/**
 * How many of a kind a namespace may have, as a declared policy says.
 *
 * @param policy whose mode says what that is worth
 */
record Ceiling(Applicable policy, Countable kind, long max) {
  /** As the kernel checks it. */
  Quota quota() {
    return new Quota(kind, max, policy.toString());
  }

  /** Whether one more would be too many. */
  boolean isReached(String namespace, KernelState state) {
    return kind.in(namespace, state) >= max;
  }

  /** What it is, and what there is. */
  Decision.Reason reason(String namespace, KernelState state) {
    return new Decision.Reason(
        policy.toString(),
        "the quota is %d %s, and there are %d"
            .formatted(max, kind.word(), kind.in(namespace, state)));
  }
}
