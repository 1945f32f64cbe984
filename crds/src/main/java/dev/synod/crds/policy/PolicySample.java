package dev.synod.crds.policy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.crds.ApiObject;
import dev.synod.crds.Synod;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question with its answer, which must hold before the policy is declared.
 *
 * @param name of the sample
 * @param input the question; the policy's parameters are added
 * @param expect the answer
 */
@ApiObject
public record PolicySample(
    @Required
        @Size(min = 1, max = Synod.NAME_LENGTH_MAX)
        @Pattern(Synod.NAME_PATTERN)
        @JsonPropertyDescription("Name of the sample.")
        String name,
    @Size(max = 64)
        @JsonPropertyDescription(
            "The question: subject, action, scope, resource, time. The parameters are added.")
        Map<String, JsonNode> input,
    @Required
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @JsonPropertyDescription("What the policy must say of it.")
        @Nullable Expectation expect) {
  public PolicySample {
    input = input == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(input));
  }

  /** What a policy says of a question. */
  public enum Expectation {
    /** It denies nothing. */
    @JsonProperty("Allow")
    ALLOW,
    /** It gives a reason to deny. */
    @JsonProperty("Deny")
    DENY
  }
}
