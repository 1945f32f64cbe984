package dev.synod.crds.group;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import dev.synod.crds.Synod;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A point at which members wait until enough of them have come.
 *
 * @param name how workflows and agents refer to it
 * @param parties how many must come
 * @param timeout how long the first one waits at most; forever when absent
 * @param onTimeout what happens then
 */
@ApiObject
@ValidationRule(
    value =
        "!has(self.timeout) || (duration(self.timeout) >= duration('1s') &&"
            + " duration(self.timeout) <= duration('720h'))",
    message = "timeout must be from 1s to 720h, such as 60s or 5m")
public record Barrier(
    @Required
        @Size(min = 1, max = Synod.NAME_LENGTH_MAX)
        @Pattern(Synod.NAME_PATTERN)
        @JsonPropertyDescription("How workflows and agents refer to the barrier.")
        String name,
    @Required @JsonPropertyDescription("How many must come: exactly one member.") Parties parties,
    @Size(min = 2, max = Synod.DURATION_LENGTH_MAX)
        @Pattern(Synod.DURATION_PATTERN)
        @JsonPropertyDescription("How long the first one waits at most; forever when absent.")
        @Nullable String timeout,
    @Default("Break")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @JsonPropertyDescription("What happens after the timeout: Break fails all who wait.")
        @Nullable OnTimeout onTimeout) {
  /** What becomes of those who wait too long. */
  public enum OnTimeout {
    /** All who wait are told that the barrier broke. */
    @JsonProperty("Break")
    BREAK
  }
}
