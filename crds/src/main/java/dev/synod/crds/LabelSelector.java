package dev.synod.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/**
 * Chooses Agents of the same namespace by their labels.
 *
 * @param matchLabels labels that a chosen Agent has, all of them
 */
@ApiObject
@ValidationRule(
    value = "self.matchLabels.size() > 0",
    message =
        "matchLabels must name at least one label, such as {team: review}: an empty selector"
            + " would choose every Agent of the namespace")
public record LabelSelector(
    @Required
        @Size(max = 16)
        @JsonPropertyDescription("Labels that an Agent must have, all of them, to be chosen.")
        Map<String, @Size(max = 63) String> matchLabels) {
  public LabelSelector {
    matchLabels = matchLabels == null ? Map.of() : Map.copyOf(matchLabels);
  }
}
