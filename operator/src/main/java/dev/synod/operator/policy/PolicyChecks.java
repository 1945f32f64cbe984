package dev.synod.operator.policy;

import dev.synod.crds.policy.BuiltInPolicy;
import dev.synod.crds.policy.GovernancePolicy;
import dev.synod.crds.policy.GovernancePolicySpec;
import dev.synod.crds.policy.PolicyScope;
import dev.synod.kernel.Action;
import dev.synod.operator.condition.Check;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.DeclarationReason;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a GovernancePolicy's spec, but for its module, can be acted on. */
final class PolicyChecks {
  private static final List<Check<Policy>> CHECKS =
      List.of(
          PolicyChecks::words,
          PolicyChecks::schema,
          PolicyChecks::namespaces,
          PolicyChecks::actions);

  private record Policy(GovernancePolicySpec spec, String namespace, String systemNamespace) {}

  private PolicyChecks() {}

  /** Whether it can. */
  static Verdict understood(GovernancePolicy policy, String systemNamespace) {
    return Check.first(
        CHECKS,
        new Policy(policy.getSpec(), policy.getMetadata().getNamespace(), systemNamespace),
        Verdict.holds(DeclarationReason.ACCEPTED, "The spec is understood."));
  }

  private static @Nullable Verdict words(Policy policy) {
    String field = unknownWord(policy.spec());
    return field == null
        ? null
        : Verdict.fails(
            DeclarationReason.NOT_SUPPORTED,
            "spec.%s has a value that this version does not know: upgrade Synod or change it"
                .formatted(field));
  }

  private static @Nullable String unknownWord(GovernancePolicySpec spec) {
    if (spec.mode() == null) {
      return "mode";
    }
    if (spec.failurePolicy() == null) {
      return "failurePolicy";
    }
    if (spec.module() == null && spec.builtIn() == null) {
      return "builtIn";
    }
    return spec.tests().stream()
        .filter(sample -> sample.expect() == null)
        .map(sample -> "tests[%s].expect".formatted(sample.name()))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Verdict schema(Policy policy) {
    BuiltInPolicy builtIn = policy.spec().builtIn();
    return builtIn == null || policy.spec().parametersSchema().isEmpty()
        ? null
        : Verdict.fails(
            PolicyReason.INVALID_PARAMETERS,
            "spec.parametersSchema is given, but the schema of %s comes with it: leave it out."
                .formatted(builtIn.word()));
  }

  private static @Nullable Verdict namespaces(Policy policy) {
    if (policy.namespace().equals(policy.systemNamespace())) {
      return null;
    }
    return scope(policy).map(PolicyScope::namespaces).stream()
        .flatMap(namespaces -> namespaces.matchNames().stream())
        .filter(name -> !name.equals(policy.namespace()))
        .findFirst()
        .map(
            name ->
                Verdict.fails(
                    PolicyReason.SCOPE_FORBIDDEN,
                    "spec.scope.namespaces names %s, but a policy of %s has a say there alone: apply it in %s to have a say elsewhere."
                        .formatted(name, policy.namespace(), policy.systemNamespace())))
        .orElse(null);
  }

  private static @Nullable Verdict actions(Policy policy) {
    return scope(policy).stream()
        .flatMap(scope -> scope.actions().stream())
        .filter(action -> !Action.isAmong(Action.ALL, action))
        .findFirst()
        .map(
            action ->
                Verdict.fails(
                    PolicyReason.UNKNOWN_ACTION,
                    "spec.scope.actions names %s, which is none of %s."
                        .formatted(action, String.join(", ", Action.ALL))))
        .orElse(null);
  }

  private static Optional<PolicyScope> scope(Policy policy) {
    return Optional.ofNullable(policy.spec().scope());
  }
}
