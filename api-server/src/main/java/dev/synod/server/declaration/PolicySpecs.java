package dev.synod.server.declaration;

import dev.synod.kernel.policy.FailurePolicy;
import dev.synod.kernel.policy.PolicyControl;
import dev.synod.kernel.policy.PolicyMode;
import dev.synod.kernel.policy.PolicyScope;
import dev.synod.kernel.policy.PolicySpec;
import dev.synod.kernel.value.Value;
import dev.synod.rego.BuiltIn;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
    Optional<BuiltIn> builtIn = fields.optionalText("builtIn").map(PolicySpecs::builtIn);
    String module = builtIn.isPresent() ? builtIn.get().module() : fields.text("module");
    ModuleText.check(module);
    List<String> actions = scope.texts("actions");
    return new PolicySpec(
        new PolicyScope(
            set(scope.at("namespaces").texts("matchNames")),
            set(scope.texts("groups")),
            set(actions.isEmpty() ? builtIn.map(BuiltIn::actions).orElse(actions) : actions)),
        word(fields, "mode", PolicyMode.values(), PolicyMode::word, PolicyMode.ENFORCE),
        word(
            fields,
            "failurePolicy",
            FailurePolicy.values(),
            FailurePolicy::word,
            FailurePolicy.REFUSE),
        Specs.free(spec, "parameters"),
        module,
        controls(fields, builtIn));
  }

  private static BuiltIn builtIn(String name) {
    return BuiltIn.named(name)
        .orElseThrow(
            () ->
                new SpecException(
                    "Expected one of %s in spec.builtIn, but found '%s'."
                        .formatted(BuiltIn.list().stream().map(BuiltIn::name).toList(), name)));
  }

  /** Those of the spec; where it names none, those of what is built in. */
  private static List<PolicyControl> controls(Fields fields, Optional<BuiltIn> builtIn) {
    List<PolicyControl> own =
        fields.list("controls").stream()
            .map(control -> new PolicyControl(control.text("framework"), control.text("id")))
            .toList();
    return own.isEmpty() && builtIn.isPresent()
        ? builtIn.get().controls().stream()
            .map(control -> new PolicyControl(control.framework(), control.id()))
            .toList()
        : own;
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
