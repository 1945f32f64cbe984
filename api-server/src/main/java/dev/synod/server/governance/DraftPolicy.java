package dev.synod.server.governance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.kernel.Action;
import dev.synod.kernel.Scope;
import dev.synod.kernel.policy.PolicyRef;
import dev.synod.kernel.policy.PolicySpec;
import dev.synod.rego.Sight;
import java.util.Collection;

/**
 * A policy that is not in force, as it would be declared; it stands in for a declared one of the
 * same name.
 */
public record DraftPolicy(PolicyRef ref, PolicySpec spec) {
  /**
   * Whether it would have a say in a question.
   *
   * @param input as policy sees the question
   */
  boolean concerns(String action, Scope scope, JsonNode input, String systemNamespace) {
    boolean system = ref.namespace().equals(systemNamespace);
    boolean here =
        system
            ? within(spec.scope().namespaces(), scope.namespace())
            : ref.namespace().equals(scope.namespace());
    return here
        && !action.startsWith("declaration.")
        && !mends(action, input)
        && within(spec.scope().groups(), scope.group())
        && (spec.scope().actions().isEmpty()
            || spec.scope().actions().stream().anyMatch(named -> Action.isNamedBy(named, action)));
  }

  Applicable applicable() {
    return new Applicable(
        ref.namespace(),
        ref.name(),
        spec.mode().word(),
        spec.failurePolicy().word(),
        Sight.of(spec.module()));
  }

  boolean replaces(Applicable policy) {
    return policy.namespace().equals(ref.namespace()) && policy.name().equals(ref.name());
  }

  /** Whether a policy is changed, in which none has a say. */
  private static boolean mends(String action, JsonNode input) {
    return (action.equals(Action.RESOURCE_UPDATE) || action.equals(Action.RESOURCE_DELETE))
        && input.at("/resource/kind").asText().equals("GovernancePolicy");
  }

  private static boolean within(Collection<String> names, String name) {
    return names.isEmpty() || names.contains(name);
  }
}
