package dev.synod.crds;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * One aspect of a resource's state, as in the Kubernetes API conventions.
 *
 * @param type the aspect, unique in its list
 * @param status whether it holds; {@code null} only when written by a newer version
 * @param observedGeneration generation of the spec that was looked at
 * @param lastTransitionTime RFC 3339 instant at which {@code status} last changed
 * @param reason one CamelCase word for programs
 * @param message a sentence for people
 */
@ApiObject
public record Condition(
    @Required @Size(min = 1, max = 316) String type,
    @Required @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @Nullable ConditionStatus status,
    @Min(0) @Max(Synod.INTEGER_MAX) @Nullable Long observedGeneration,
    @Required @Size(max = 64) String lastTransitionTime,
    @Required @Size(min = 1, max = 1024) @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        String reason,
    @Size(max = Synod.MESSAGE_LENGTH_MAX) @Nullable String message) {}
