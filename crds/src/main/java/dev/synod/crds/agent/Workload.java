package dev.synod.crds.agent;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Who runs an agent's instances; exactly one member is set.
 *
 * @param container a container that the operator runs in a Deployment named like the Agent
 */
@ApiObject
@ValidationRule(
    value = "has(self.container)",
    message = "workload must have exactly one of: container (write {container: {image: ...}})")
public record Workload(
    @JsonPropertyDescription(
            "A container, run in a Deployment that is named like the Agent and owned by it.")
        @Nullable Container container) {}
