package dev.synod.crds.agent;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * Something that an agent can do.
 *
 * @param name what workflows ask for
 * @param version which version of it the agent offers, as in semantic versioning
 */
@ApiObject
public record Capability(
    @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @JsonPropertyDescription("What workflows ask for, such as git-history.")
        String name,
    @Size(max = 64)
        @Pattern("^[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?$")
        @JsonPropertyDescription("Version that the agent offers, such as 1.2.0.")
        @Nullable String version) {}
