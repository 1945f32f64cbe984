package dev.synod.crds.policy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import dev.synod.crds.Synod;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a policy has a say in.
 *
 * @param namespaces where; only a policy of the system's namespace has a say in others than its own
 * @param groups names of CoordinationGroups; all, and what is in no group, where empty
 * @param actions words such as {@code state.write}, or families such as {@code task.*}; all where
 *     empty
 */
@ApiObject
public record PolicyScope(
    @JsonPropertyDescription(
            "Where it has a say. Only a policy of the system's namespace may name others than its"
                + " own.")
        @Nullable Namespaces namespaces,
    @Size(max = 128) @JsonPropertyDescription("CoordinationGroups by name; all when empty.")
        List<@Size(min = 1, max = Synod.NAME_LENGTH_MAX) @Pattern(Synod.NAME_PATTERN) String>
            groups,
    @Size(max = 64)
        @JsonPropertyDescription(
            "Actions such as state.write, or families such as task.*; all when empty.")
        List<@Size(min = 3, max = 63) @Pattern("^[a-z]+\\.([a-z]+|\\*)$") String> actions) {
  public PolicyScope {
    groups = groups == null ? List.of() : List.copyOf(groups);
    actions = actions == null ? List.of() : List.copyOf(actions);
  }

  /**
   * Namespaces.
   *
   * @param matchNames by name; all that the policy may have a say in where empty
   */
  @ApiObject
  public record Namespaces(
      @Size(max = 128) @JsonPropertyDescription("Namespaces by name.")
          List<@Size(min = 1, max = Synod.NAME_LENGTH_MAX) @Pattern(Synod.NAME_PATTERN) String>
              matchNames) {
    public Namespaces {
      matchNames = matchNames == null ? List.of() : List.copyOf(matchNames);
    }
  }
}
