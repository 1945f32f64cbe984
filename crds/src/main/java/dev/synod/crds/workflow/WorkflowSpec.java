package dev.synod.crds.workflow;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.crds.ApiObject;
import dev.synod.crds.Reference;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What runs of a Workflow follow.
 *
 * @param groupRef the CoordinationGroup whose members, state and decisions the definition uses
 * @param definition an Open Workflow Specification document, DSL 1.0.x; the operator checks it
 */
@ApiObject
public record WorkflowSpec(
    @Required
        @JsonPropertyDescription(
            "The CoordinationGroup whose members, state and decisions it uses.")
        Reference groupRef,
    @Required
        @Size(min = 1, max = 16)
        @JsonPropertyDescription(
            "An Open Workflow Specification document, DSL 1.0.x; status says whether it is valid.")
        Map<String, JsonNode> definition) {
  public WorkflowSpec {
    definition =
        definition == null
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(definition));
  }
}
