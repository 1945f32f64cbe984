package dev.synod.crds.agent;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent can do, how it connects, and who runs it.
 *
 * @param description what it is for, for people
 * @param capabilities what can be assigned to it; an agent without any still takes part in groups
 * @param capacity tasks that each connected instance takes
 * @param connection how its instances reach Synod
 * @param workload who runs it; {@code null} when somebody else does
 * @param replicas instances that {@code workload} runs
 * @param identity how its instances prove who they are
 */
@ApiObject
public record AgentSpec(
    @Size(max = 1024) @JsonPropertyDescription("What the agent is for, for people.")
        @Nullable String description,
    @Size(max = 64)
        @JsonPropertyDescription(
            "What the agent can do; `assign` matches the name and, where given, the version.")
        List<Capability> capabilities,
    @Default("{}") @JsonPropertyDescription("Tasks that each connected instance takes.")
        @Nullable Capacity capacity,
    @Default("{\"session\":{}}")
        @JsonPropertyDescription("How instances reach Synod: exactly one member.")
        @Nullable Connection connection,
    @JsonPropertyDescription(
            "Who runs the agent: exactly one member; absent when its instances run elsewhere.")
        @Nullable Workload workload,
    @Default("1")
        @Min(0)
        @Max(1000)
        @SpecReplicas
        @JsonPropertyDescription("Instances that the workload runs.")
        @Nullable Integer replicas,
    @Default("{\"secret\":{\"rotationPeriod\":\"720h\",\"overlap\":\"1h\"}}")
        @JsonPropertyDescription("How instances prove who they are: exactly one member.")
        @Nullable Identity identity) {
  public AgentSpec {
    capabilities = capabilities == null ? List.of() : List.copyOf(capabilities);
  }
}
