package dev.synod.crds.agent;

import dev.synod.crds.ApiObject;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * A variable of a container.
 *
 * @param name its name
 * @param value its value; empty when absent
 */
@ApiObject
public record EnvironmentVariable(
    @Required @Size(min = 1, max = 253) @Pattern("^[A-Za-z_][A-Za-z0-9_]*$") String name,
    @Size(max = 4096) @Nullable String value) {}
