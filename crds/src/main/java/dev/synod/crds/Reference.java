package dev.synod.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * Names another resource of the same namespace; the field that holds it says which kind.
 *
 * @param name its {@code metadata.name}
 */
@ApiObject
public record Reference(
    @Required
        @Size(min = 1, max = Synod.NAME_LENGTH_MAX)
        @Pattern(Synod.NAME_PATTERN)
        @JsonPropertyDescription("Name of the resource, in the same namespace.")
        String name) {}
