package dev.synod.server.declaration;

import dev.synod.kernel.policy.FailurePolicy;
import dev.synod.kernel.policy.PolicyControl;
import dev.synod.kernel.policy.PolicyMode;
import dev.synod.kernel.policy.PolicyScope;
import dev.synod.kernel.policy.PolicySpec;
import dev.synod.kernel.value.Value;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** A GovernancePolicy's spec in the kernel's terms. */
public final class PolicySpecs {
  private PolicySpecs() {}

  /**
   * Reads it.
   *
   * @throws SpecException where it can't be understood, or its module may not be what it is
   */
  public static PolicySpec policy(Value spec) {
    Fields fields = Fields.of("spec", spec);
    Fields scope = fields.at("scope");
    String module = fields.text("module");
    ModuleText.check(module);
    return new PolicySpec(
        new PolicyScope(
            set(scope.at("namespaces").texts("matchNames")),
            set(scope.texts("groups")),
            set(scope.texts("actions"))),
        word(fields, "mode", PolicyMode.values(), PolicyMode::word, PolicyMode.ENFORCE),
        word(
            fields,
            "failurePolicy",
            FailurePolicy.values(),
            FailurePolicy::word,
            FailurePolicy.REFUSE),
        Specs.free(spec, "parameters"),
        module,
        fields.list("controls").stream()
            .map(control -> new PolicyControl(control.text("framework"), control.text("id")))
            .toList());
  }

  private static SortedSet<String> set(List<String> names) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }

  private static <E> E word(
      Fields fields, String name, E[] values, Function<E, String> word, E otherwise) {
    String given = fields.optionalText(name).orElse(word.apply(otherwise));
    return Arrays.stream(values)
        .filter(value -> word.apply(value).equals(given))
        .findFirst()
        .orElseThrow(
            () ->
                new SpecException(
                    "Expected one of %s in spec.%s, but found '%s'."
                        .formatted(Arrays.stream(values).map(word).toList(), name, given)));
  }
}
