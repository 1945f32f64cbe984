package dev.synod.crds.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Which time is reported: a fixed one, or each day, week or month once it is over.
 *
 * @param from RFC 3339 in UTC, inclusive
 * @param to RFC 3339 in UTC, exclusive
 * @param every which calendar periods
 * @param timeZone in which they begin, of the IANA database; UTC where absent
 */
@ApiObject
@ValidationRule(
    value =
        "has(self.every) ? !has(self.from) && !has(self.to)"
            + " : has(self.from) && has(self.to) && !has(self.timeZone)",
    message = "period must have either from and to, or every (with a timeZone where wanted)")
@ValidationRule(
    value = "!has(self.from) || !has(self.to) || self.from < self.to",
    message = "period must begin before it ends")
public record Period(
    @Size(max = 20)
        @Pattern(Period.TIME_PATTERN)
        @JsonPropertyDescription("From this time on, in UTC, such as 2026-01-01T00:00:00Z.")
        @Nullable String from,
    @Size(max = 20)
        @Pattern(Period.TIME_PATTERN)
        @JsonPropertyDescription("Up to this time, in UTC, such as 2026-02-01T00:00:00Z.")
        @Nullable String to,
    @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @JsonPropertyDescription("Each Day, Week (from Monday) or Month, once it is over.")
        @Nullable Every every,
    @Size(min = 1, max = 64)
        @JsonPropertyDescription("In which it begins, such as Europe/Berlin; UTC when absent.")
        @Nullable String timeZone) {
  /** A whole second in UTC. */
  static final String TIME_PATTERN =
      "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$";
}
