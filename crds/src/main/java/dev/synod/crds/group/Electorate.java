package dev.synod.crds.group;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import dev.synod.crds.Synod;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who votes; an Agent has one ballot however many instances of it are connected.
 *
 * @param role the role whose members vote; every member when absent
 * @param weights what ballots count, where that is not 1
 */
@ApiObject
public record Electorate(
    @Size(min = 1, max = Synod.NAME_LENGTH_MAX)
        @Pattern(Synod.NAME_PATTERN)
        @JsonPropertyDescription("The role whose members vote; every member when absent.")
        @Nullable String role,
    @Size(max = 64) @JsonPropertyDescription("What ballots count, where that is not 1.")
        List<Weight> weights) {
  public Electorate {
    weights = weights == null ? List.of() : List.copyOf(weights);
  }

  /**
   * What an Agent's ballot counts.
   *
   * @param agent the Agent's name
   * @param weight how much
   */
  @ApiObject
  public record Weight(
      @Required @Size(min = 1, max = Synod.NAME_LENGTH_MAX) @Pattern(Synod.NAME_PATTERN)
          String agent,
      @Required @Min(0) @Max(1000) Integer weight) {}
}
