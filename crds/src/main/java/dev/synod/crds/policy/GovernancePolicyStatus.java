package dev.synod.crds.policy;

import dev.synod.crds.ApiObject;
import dev.synod.crds.Condition;
import dev.synod.crds.Synod;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a GovernancePolicy.
 *
 * @param observedGeneration generation of the spec that this status speaks of
 * @param conditions Accepted, Staged, Active
 * @param revision of the policy in force, where this one is part of it
 * @param decisions what it said
 */
@ApiObject
public record GovernancePolicyStatus(
    @Min(0) @Max(Synod.INTEGER_MAX) @Nullable Long observedGeneration,
    @Size(max = 16) List<Condition> conditions,
    @Size(max = 32) @Nullable String revision,
    @Nullable Decisions decisions) {
  public GovernancePolicyStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /**
   * Decisions since the API server began; one holds for many requests.
   *
   * @param allowed on which it did not object
   * @param denied on which it did, whatever its mode makes of that
   */
  @ApiObject
  public record Decisions(
      @Min(0) @Max(Synod.INTEGER_MAX) @Nullable Long allowed,
      @Min(0) @Max(Synod.INTEGER_MAX) @Nullable Long denied) {}
}
