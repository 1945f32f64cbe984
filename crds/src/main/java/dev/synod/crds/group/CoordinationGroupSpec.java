package dev.synod.crds.group;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who coordinates, and by which rules.
 *
 * @param members the Agents that belong to the group
 * @param state how writes to its shared state merge
 * @param barriers points at which members wait for each other
 * @param decisions what members vote on
 */
@ApiObject
@ValidationRule(
    value =
        "!has(self.decisions) || self.decisions.all(d, !has(d.electorate.role) ||"
            + " (has(self.members.roles) && self.members.roles.exists(r, r.name =="
            + " d.electorate.role)))",
    message =
        "decisions[].electorate.role must name one of members.roles: declare the role there, or"
            + " leave electorate.role out to let every member vote")
public record CoordinationGroupSpec(
    @Required @JsonPropertyDescription("The Agents that belong to the group.") Members members,
    @JsonPropertyDescription("How writes to the group's shared state merge.")
        @Nullable SharedState state,
    @Size(max = 64) @JsonPropertyDescription("Points at which members wait for each other.")
        List<Barrier> barriers,
    @Size(max = 64) @JsonPropertyDescription("What members vote on.") List<Decision> decisions) {
  public CoordinationGroupSpec {
    barriers = barriers == null ? List.of() : List.copyOf(barriers);
    decisions = decisions == null ? List.of() : List.copyOf(decisions);
  }
}
