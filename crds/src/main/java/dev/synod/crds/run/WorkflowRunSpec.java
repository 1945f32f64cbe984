package dev.synod.crds.run;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.crds.ApiObject;
import dev.synod.crds.Reference;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run executes; it cannot change once created.
 *
 * @param workflowRef the Workflow to follow; the run keeps the definition that it finds at its
 *     start
 * @param input what the definition gets as its input
 */
@ApiObject
@ValidationRule(
    value = "self == oldSelf",
    message = "spec of a WorkflowRun cannot change: delete the run and create another one")
public record WorkflowRunSpec(
    @Required @JsonPropertyDescription("The Workflow to follow.") Reference workflowRef,
    @Size(max = 256) @JsonPropertyDescription("What the definition gets as its input.")
        Map<String, JsonNode> input) {
  public WorkflowRunSpec {
    input = input == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(input));
  }
}
