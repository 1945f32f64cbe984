package dev.synod.crds.group;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import dev.synod.crds.LabelSelector;
import dev.synod.crds.Synod;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Agents that belong to a group.
 *
 * @param selector which Agents of the namespace
 * @param minimum members that must be connected for the group to be ready
 * @param roles parts that members play
 */
@ApiObject
public record Members(
    @Required @JsonPropertyDescription("Which Agents of the namespace belong to the group.")
        LabelSelector selector,
    @Default("1")
        @Min(0)
        @Max(1000)
        @JsonPropertyDescription("Members that must be connected for the group to be ready.")
        @Nullable Integer minimum,
    @Size(max = 16) @JsonPropertyDescription("Parts that members play.") List<Role> roles) {
  public Members {
    roles = roles == null ? List.of() : List.copyOf(roles);
  }

  /**
   * A part that some members play.
   *
   * @param name how decisions refer to it
   * @param selector which members play it
   */
  @ApiObject
  public record Role(
      @Required
          @Size(min = 1, max = Synod.NAME_LENGTH_MAX)
          @Pattern(Synod.NAME_PATTERN)
          @JsonPropertyDescription("How decisions refer to the role.")
          String name,
      @Required @JsonPropertyDescription("Which members play it.") LabelSelector selector) {}
}
