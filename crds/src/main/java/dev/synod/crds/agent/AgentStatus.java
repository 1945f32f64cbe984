package dev.synod.crds.agent;

import dev.synod.crds.ApiObject;
import dev.synod.crds.Condition;
import dev.synod.crds.Synod;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an Agent.
 *
 * @param observedGeneration generation of the spec that this status speaks of
 * @param conditions Accepted, IdentityReady, Ready
 * @param replicas instances that the workload runs
 * @param selector labels of their pods, for autoscalers
 * @param instances what is connected
 * @param tasks what they work on
 */
@ApiObject
public record AgentStatus(
    @Min(0) @Max(Synod.INTEGER_MAX) @Nullable Long observedGeneration,
    @Size(max = 16) List<Condition> conditions,
    @Min(0) @Max(1000000) @StatusReplicas @Nullable Integer replicas,
    @Size(max = 512) @LabelSelector @Nullable String selector,
    @Nullable Instances instances,
    @Nullable Tasks tasks) {
  public AgentStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /**
   * Sessions of the agent.
   *
   * @param connected sessions that are alive
   * @param busy those of them that hold a task
   */
  @ApiObject
  public record Instances(
      @Min(0) @Max(1000000) @Nullable Integer connected,
      @Min(0) @Max(1000000) @Nullable Integer busy) {}

  /**
   * Tasks of the agent.
   *
   * @param running tasks under a lease of one of its sessions
   * @param queued tasks that wait for it
   */
  @ApiObject
  public record Tasks(
      @Min(0) @Max(1000000000) @Nullable Integer running,
      @Min(0) @Max(1000000000) @Nullable Integer queued) {}
}
