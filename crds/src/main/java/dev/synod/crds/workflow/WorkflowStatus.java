package dev.synod.crds.workflow;

import dev.synod.crds.ApiObject;
import dev.synod.crds.Condition;
import dev.synod.crds.Synod;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a Workflow.
 *
 * @param observedGeneration generation of the spec that this status speaks of
 * @param conditions Accepted, Ready
 * @param digest of the definition that new runs follow, such as {@code sha256:...}
 * @param runs how its runs stand
 */
@ApiObject
public record WorkflowStatus(
    @Min(0) @Max(Synod.INTEGER_MAX) @Nullable Long observedGeneration,
    @Size(max = 16) List<Condition> conditions,
    @Size(max = 128) @Nullable String digest,
    @Nullable Runs runs) {
  public WorkflowStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /**
   * Runs of the Workflow that still exist.
   *
   * @param active not finished
   * @param completed finished as the definition wants it
   * @param faulted finished otherwise
   */
  @ApiObject
  public record Runs(
      @Min(0) @Max(1000000000) @Nullable Integer active,
      @Min(0) @Max(1000000000) @Nullable Integer completed,
      @Min(0) @Max(1000000000) @Nullable Integer faulted) {}
}
