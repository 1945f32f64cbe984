package dev.synod.crds.group;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * How many members must come to a barrier; exactly one member is set.
 *
 * @param all every member
 * @param count this many
 * @param percent this share of the members, rounded up
 */
@ApiObject
@ValidationRule(
    value = "[has(self.all), has(self.count), has(self.percent)].exists_one(x, x)",
    message = "parties must have exactly one of: all ({}), count, percent")
public record Parties(
    @JsonPropertyDescription("Every member of the group.") @Nullable All all,
    @Min(1) @Max(1000) @JsonPropertyDescription("This many members.") @Nullable Integer count,
    @Min(1) @Max(100) @JsonPropertyDescription("This share of the members, rounded up.")
        @Nullable Integer percent) {
  /** Every member; nothing needs to be said about it. */
  @ApiObject
  public record All() {}
}
