package dev.synod.server.declaration;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synod.kernel.permit.Permits;
import dev.synod.kernel.policy.BreakGlass;
import dev.synod.kernel.policy.Policies;
import dev.synod.kernel.policy.Policy;
import dev.synod.server.governance.PolicyTallies.Tally;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a declared policy stands.
 *
 * @param revision of the policy in force, where this one is part of it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicyStatus(List<Condition> conditions, @Nullable String revision, Tally decisions) {

  /** As Kubernetes has conditions, without their times. */
  public record Condition(String type, String status, String reason, String message) {}

  /** How it stands with the state. */
  public static PolicyStatus of(Permits permits, Policy policy, Tally tally) {
    boolean active = permits.policies().isActive(policy);
    return new PolicyStatus(
        List.of(staged(permits.policies(), policy), active(permits, policy)),
        active ? Long.toString(permits.policyRevision()) : null,
        tally);
  }

  /** Whether requests are decided by it, and why not. */
  public Condition active() {
    return conditions.getLast();
  }

  private static Condition staged(Policies policies, Policy policy) {
    if (!policy.isIncluded()) {
      return new Condition(
          "Staged",
          "False",
          "RefusedByOpa",
          policy.refusal() + ". It is left out until its spec changes: mend spec.module.");
    }
    return policy.revision() <= policies.composedAt()
        ? new Condition("Staged", "True", "Staged", "Each OPA that answers has taken it.")
        : new Condition(
            "Staged", "False", "Staging", "It waits until each OPA that answers has taken it.");
  }

  private static Condition active(Permits permits, Policy policy) {
    Policies policies = permits.policies();
    BreakGlass emergency = policies.breakGlass();
    if (policies.isActive(policy)) {
      return new Condition(
          "Active",
          "True",
          "InForce",
          "Requests are decided by it, since revision %d at the latest."
              .formatted(permits.policyRevision()));
    }
    if (emergency != null) {
      return new Condition(
          "Active",
          "False",
          "BreakGlass",
          "The base policy alone is in force until %s, by break-glass of %s: %s"
              .formatted(
                  Instant.ofEpochMilli(emergency.untilMillis()),
                  emergency.subject(),
                  emergency.reason()));
    }
    return policy.isIncluded()
        ? new Condition("Active", "False", "Staging", "What was in force before is so still.")
        : new Condition("Active", "False", "RefusedByOpa", "OPA does not take it.");
  }
}
