package dev.synod.crds.policy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.crds.ApiObject;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is forbidden, where, and to what effect.
 *
 * @param scope which requests it has a say in
 * @param mode what becomes of what it denies
 * @param failurePolicy what becomes of what it fails on
 * @param parameters that the module reads as {@code input.parameters}
 * @param parametersSchema a JSON Schema, draft 7, that parameters must meet
 * @param module in Rego, without a package
 * @param builtIn a policy that comes with Synod, in place of a module
 * @param controls that it helps to meet
 * @param tests that must hold before it is declared
 */
@ApiObject
@ValidationRule(
    value = "has(self.module) != has(self.builtIn)",
    message = "expected either module or builtIn")
@ValidationRule(
    value = "!has(self.module) || !self.module.matches('^\\\\s*package\\\\s')",
    message =
        "module must have no package of its own: it is made from the policy's namespace and name")
public record GovernancePolicySpec(
    @JsonPropertyDescription("Which requests it has a say in; all of its namespace when empty.")
        @Nullable PolicyScope scope,
    @Default("Enforce")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @JsonPropertyDescription(
            "What becomes of what it denies: Enforce refuses, Warn warns, Audit counts.")
        @Nullable PolicyMode mode,
    @Default("Refuse")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @JsonPropertyDescription("What becomes of what it fails on: Refuse or Allow.")
        @Nullable FailurePolicy failurePolicy,
    @Size(max = 64) @JsonPropertyDescription("What the module reads as input.parameters.")
        Map<String, JsonNode> parameters,
    @Size(max = 32) @JsonPropertyDescription("A JSON Schema, draft 7, that parameters must meet.")
        Map<String, JsonNode> parametersSchema,
    @Size(min = 1, max = 65536)
        @JsonPropertyDescription(
            "Rego without a package. It says 'deny contains REASON if ...', 'warn contains REASON"
                + " if ...' or 'quota[KIND] := MOST'; it can only narrow what is allowed.")
        @Nullable String module,
    @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @JsonPropertyDescription(
            "A policy that comes with Synod, in place of a module; its parameters are in the"
                + " documentation.")
        @Nullable BuiltInPolicy builtIn,
    @Size(max = 64) @JsonPropertyDescription("Controls of frameworks that it helps to meet.")
        List<Control> controls,
    @Size(max = 64) @JsonPropertyDescription("Questions with answers, which must hold first.")
        List<PolicySample> tests) {
  public GovernancePolicySpec {
    parameters =
        parameters == null
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    parametersSchema =
        parametersSchema == null
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(parametersSchema));
    controls = controls == null ? List.of() : List.copyOf(controls);
    tests = tests == null ? List.of() : List.copyOf(tests);
  }
}
