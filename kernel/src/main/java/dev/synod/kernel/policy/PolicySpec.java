package dev.synod.kernel.policy;

import dev.synod.kernel.value.Value;
import java.util.List;

/**
 * What a policy is declared to be.
 *
 * @param parameters that its module reads as {@code input.parameters}
 * @param module in Rego, without its package, which is made from the policy's name
 */
public record PolicySpec(
    PolicyScope scope,
    PolicyMode mode,
    FailurePolicy failurePolicy,
    Value parameters,
    String module,
    List<PolicyControl> controls) {}
