package dev.synod.operator.policy;

import dev.synod.crds.Condition;
import dev.synod.crds.policy.GovernancePolicy;
import dev.synod.crds.policy.GovernancePolicyStatus;
import dev.synod.operator.condition.Conditions;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes the status of a GovernancePolicy. */
final class PolicyStatusFactory {
  /** Every OPA has taken it. */
  static final String STAGED = "Staged";

  /** Requests are decided by it. */
  static final String ACTIVE = "Active";

  private static final GovernancePolicyStatus NOTHING_KNOWN =
      new GovernancePolicyStatus(null, List.of(), null, null);

  private PolicyStatusFactory() {}

  /** The status of a policy that was declared. */
  static GovernancePolicyStatus status(
      GovernancePolicy policy, Standing<GovernancePolicyStatus> standing, Instant now) {
    GovernancePolicyStatus live = standing.live().orElse(NOTHING_KNOWN);
    Verdict unknown = standing.whyUnknown();
    Verdict otherwise =
        unknown == null
            ? Verdict.fails(PolicyReason.NOT_DECLARED, "The API server does not hold it.")
            : unknown;
    return status(
        policy, standing.accepted(), unknown == null ? live : NOTHING_KNOWN, otherwise, now);
  }

  /** The status of a policy of which nothing new is known but a verdict. */
  static GovernancePolicyStatus status(GovernancePolicy policy, Verdict accepted, Instant now) {
    return refused(policy, accepted, Optional.empty(), now);
  }

  /**
   * The status of a policy whose spec is not declared as it is.
   *
   * @param before how what was declared of it before stands, where the API server holds it
   */
  static GovernancePolicyStatus refused(
      GovernancePolicy policy,
      Verdict accepted,
      Optional<GovernancePolicyStatus> before,
      Instant now) {
    return status(
        policy,
        accepted,
        before.orElse(known(policy)),
        Verdict.fails(PolicyReason.NOT_DECLARED, "It was never declared."),
        now);
  }

  private static GovernancePolicyStatus status(
      GovernancePolicy policy,
      Verdict accepted,
      GovernancePolicyStatus told,
      Verdict otherwise,
      Instant now) {
    List<Condition> conditions =
        new Conditions(known(policy).conditions(), policy.getMetadata().getGeneration(), now)
            .with(Conditions.ACCEPTED, accepted)
            .told(told.conditions(), STAGED, otherwise)
            .told(told.conditions(), ACTIVE, otherwise)
            .list();
    return new GovernancePolicyStatus(
        policy.getMetadata().getGeneration(), conditions, told.revision(), told.decisions());
  }

  private static GovernancePolicyStatus known(GovernancePolicy policy) {
    return policy.getStatus() == null ? NOTHING_KNOWN : policy.getStatus();
  }
}
