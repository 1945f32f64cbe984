package dev.synod.crds.group;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import dev.synod.crds.Synod;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of question that members vote on; each proposal that names it is one vote.
 *
 * @param name how proposals refer to it
 * @param options what can be chosen
 * @param electorate who votes, with which weights
 * @param rule how ballots are counted
 * @param quorumPercent share of the electorate's weight that must have voted
 * @param deadline how long a proposal stays open
 */
@ApiObject
@ValidationRule(
    value =
        "duration(self.deadline) >= duration('1s') && duration(self.deadline) <="
            + " duration('720h')",
    message = "deadline must be from 1s to 720h, such as 30s or 24h")
public record Decision(
    @Required
        @Size(min = 1, max = Synod.NAME_LENGTH_MAX)
        @Pattern(Synod.NAME_PATTERN)
        @JsonPropertyDescription("How proposals refer to the decision.")
        String name,
    @Required @Size(min = 2, max = 16) @JsonPropertyDescription("What can be chosen.")
        List<@Size(min = 1, max = 63) @Pattern(Synod.NAME_PATTERN) String> options,
    @Default("{}") @JsonPropertyDescription("Who votes; every member when empty.")
        @Nullable Electorate electorate,
    @Default("Majority")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @JsonPropertyDescription(
            "How ballots are counted: Majority takes the option with more than half the weight.")
        @Nullable Rule rule,
    @Default("50")
        @Min(1)
        @Max(100)
        @JsonPropertyDescription("Share of the electorate's weight that must have voted.")
        @Nullable Integer quorumPercent,
    @Required
        @Size(min = 2, max = Synod.DURATION_LENGTH_MAX)
        @Pattern(Synod.DURATION_PATTERN)
        @JsonPropertyDescription("How long a proposal stays open.")
        String deadline) {
  public Decision {
    options = options == null ? List.of() : List.copyOf(options);
  }

  /** How ballots are counted. */
  public enum Rule {
    /** The option that more than half of the cast weight chose. */
    @JsonProperty("Majority")
    MAJORITY
  }
}
