package dev.synod.crds.group;

import dev.synod.crds.ApiObject;
import dev.synod.crds.Condition;
import dev.synod.crds.Synod;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a CoordinationGroup.
 *
 * @param observedGeneration generation of the spec that this status speaks of
 * @param conditions Accepted, Ready
 * @param members how many belong to it
 * @param openProposals proposals that are being voted on
 * @param waiting what its members wait for
 */
@ApiObject
public record CoordinationGroupStatus(
    @Min(0) @Max(Synod.INTEGER_MAX) @Nullable Long observedGeneration,
    @Size(max = 16) List<Condition> conditions,
    @Nullable MemberCount members,
    @Min(0) @Max(1000000000) @Nullable Integer openProposals,
    @Nullable Waiting waiting) {
  public CoordinationGroupStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /**
   * Members of the group.
   *
   * @param ready Agents with a live session
   * @param total Agents that the selector chooses
   */
  @ApiObject
  public record MemberCount(
      @Min(0) @Max(1000000) @Nullable Integer ready,
      @Min(0) @Max(1000000) @Nullable Integer total) {}

  /**
   * The longest wait of the group's members.
   *
   * @param longest how long it has lasted, as a duration
   * @param on what it is for, such as {@code barrier/all-reviewed}
   */
  @ApiObject
  public record Waiting(
      @Size(max = Synod.DURATION_LENGTH_MAX) @Nullable String longest,
      @Size(max = 253) @Nullable String on) {}
}
