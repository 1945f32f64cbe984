package dev.synod.crds.policy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * A control that the policy helps to meet.
 *
 * @param framework such as {@code ISO-42001}
 * @param id of the control there, such as {@code A.6.2.8}
 */
@ApiObject
public record Control(
    @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Framework, such as ISO-42001.")
        String framework,
    @Required
        @Size(min = 1, max = 63)
        @JsonPropertyDescription("Control of the framework, such as A.6.2.8.")
        String id) {}
