package dev.synod.kernel.quota;

import dev.synod.kernel.Code;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * How many of a kind a namespace may have.
 *
 * @param policy that says so, as {@code NAMESPACE/NAME}
 */
public record Quota(Countable kind, long max, String policy) {
  /** Refuses what made one more than there may be; what leaves the number as it is, is let be. */
  public @Nullable Rejection check(String namespace, KernelState before, KernelState after) {
    long found = kind.in(namespace, before);
    long made = kind.in(namespace, after);
    return made <= found || made <= max ? null : exceeded(namespace, found);
  }

  private Rejection exceeded(String namespace, long found) {
    return new Rejection(
            Code.LIMIT_EXCEEDED,
            "Expected at most %d %s in namespace %s, by the quota of policy %s, but there are %d. Remove what is not needed, wait for what runs to end, or have the quota raised."
                .formatted(max, kind.word(), namespace, policy, found))
        .with("kind", Value.of(kind.word()))
        .with("max", Value.of(max))
        .with("found", Value.of(found))
        .with("policy", Value.of(policy));
  }
}
