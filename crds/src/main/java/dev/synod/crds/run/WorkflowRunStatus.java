package dev.synod.crds.run;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.crds.ApiObject;
import dev.synod.crds.Condition;
import dev.synod.crds.Synod;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run stands.
 *
 * @param observedGeneration generation of the spec that this status speaks of
 * @param conditions Accepted, Running, Waiting, Completed
 * @param phase the same in one word
 * @param progress steps so far
 * @param startedAt RFC 3339 instant of its start
 * @param finishedAt RFC 3339 instant of its end
 * @param output what the definition answered
 * @param error why it faulted
 */
@ApiObject
public record WorkflowRunStatus(
    @Min(0) @Max(Synod.INTEGER_MAX) @Nullable Long observedGeneration,
    @Size(max = 16) List<Condition> conditions,
    @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @Nullable RunPhase phase,
    @Nullable Progress progress,
    @Size(max = 64) @Nullable String startedAt,
    @Size(max = 64) @Nullable String finishedAt,
    @Nullable JsonNode output,
    @Nullable RunError error) {
  public WorkflowRunStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /**
   * Steps of the run.
   *
   * @param done steps that ended
   * @param known steps that are known by now, those included
   */
  @ApiObject
  public record Progress(
      @Min(0) @Max(1000000000) @Nullable Integer done,
      @Min(0) @Max(1000000000) @Nullable Integer known) {}

  /**
   * Why a run faulted: a problem document as in RFC 9457.
   *
   * @param type stable name of the kind of problem
   * @param title it in words
   * @param detail what was expected and what was found
   * @param instance JSON pointer of the step in the definition
   */
  @ApiObject
  public record RunError(
      @Size(max = 1024) @Nullable String type,
      @Size(max = 1024) @Nullable String title,
      @Size(max = Synod.MESSAGE_LENGTH_MAX) @Nullable String detail,
      @Size(max = 1024) @Nullable String instance) {}
}
