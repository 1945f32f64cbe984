package dev.synod.server.governance;

import dev.synod.kernel.governance.Because;
import dev.synod.kernel.policy.Policies;
import dev.synod.kernel.policy.Policy;
import dev.synod.kernel.policy.PolicyRef;
import dev.synod.log.ReplicatedLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds where the rules stand that gave the reasons of a decision. */
@ApplicationScoped
class RuleSources {
  private final BundleEndpoint bundles;
  private final ReplicatedLog log;

  @Inject
  RuleSources(BundleEndpoint bundles, ReplicatedLog log) {
    this.bundles = bundles;
    this.log = log;
  }

  /** A reason with its place, as far as that is known: it is not once another policy is served. */
  Because locate(Decision.Reason reason, Decision decision) {
    if (!decision.revision().equals(bundles.revision())) {
      return nowhere(reason, "");
    }
    int slash = reason.rule().indexOf('/');
    return slash < 0
        ? inBase(reason, decision.allowed())
        : inDeclared(
            reason,
            new PolicyRef(reason.rule().substring(0, slash), reason.rule().substring(slash + 1)));
  }

  private Because inBase(Decision.Reason reason, boolean allowed) {
    String named = "\"rule\": \"%s\"".formatted(reason.rule());
    Predicate<RuleText> candidate =
        rule -> rule.text().contains(named) && rule.text().startsWith("grants") == allowed;
    for (String path : bundles.baseFiles()) {
      Optional<RuleText> found =
          bundles
              .baseFile(path)
              .flatMap(module -> RuleText.that(module, candidate, reason.message()));
      if (found.isPresent()) {
        return because(reason, path, found.get());
      }
    }
    return nowhere(reason, "");
  }

  private Because inDeclared(Decision.Reason reason, PolicyRef ref) {
    Policies policies = log.state().permits().policies();
    Policy policy = policies.get(ref);
    if (policy == null || policies.changedAt() != bundles.composition().changedAt()) {
      return nowhere(reason, "");
    }
    Predicate<RuleText> candidate =
        rule -> rule.text().startsWith("deny ") || rule.text().startsWith("warn ");
    String file = Composition.file(ref);
    return RuleText.that(policy.spec().module(), candidate, reason.message())
        .map(rule -> because(reason, file, rule))
        .orElseGet(() -> nowhere(reason, file));
  }

  private static Because because(Decision.Reason reason, String file, RuleText rule) {
    return new Because(reason.rule(), reason.message(), file, rule.line(), rule.excerpt());
  }

  private static Because nowhere(Decision.Reason reason, String file) {
    return new Because(reason.rule(), reason.message(), file, 0, "");
  }
}
