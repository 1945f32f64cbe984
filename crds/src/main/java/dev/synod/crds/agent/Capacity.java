package dev.synod.crds.agent;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that each connected instance takes.
 *
 * @param concurrentTasks tasks worked on at once
 * @param queuedTasks tasks that may wait for the agent; more are refused
 */
@ApiObject
public record Capacity(
    @Default("4")
        @Min(1)
        @Max(1024)
        @JsonPropertyDescription("Tasks that one instance works on at once.")
        @Nullable Integer concurrentTasks,
    @Default("64")
        @Min(0)
        @Max(65536)
        @JsonPropertyDescription("Tasks that may wait for one instance; more are refused.")
        @Nullable Integer queuedTasks) {}
