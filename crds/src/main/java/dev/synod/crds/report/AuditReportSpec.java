package dev.synod.crds.report;

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
import org.jspecify.annotations.Nullable;

/**
 * What is reported, and how often.
 *
 * @param period which time
 * @param scope which entries
 * @param keep how many reports are kept, the newest
 * @param retention age at which the archive of a report goes
 */
@ApiObject
@ValidationRule(
    value =
        "!has(self.retention) || (duration(self.retention) >= duration('1h') &&"
            + " duration(self.retention) <= duration('87600h'))",
    message = "retention must be from 1h to 87600h, such as 2160h")
public record AuditReportSpec(
    @Required @JsonPropertyDescription("Which time: from and to, or every Day, Week or Month.")
        Period period,
    @JsonPropertyDescription("Which entries; all of the namespace when absent.")
        @Nullable ReportScope scope,
    @Default("10") @Min(1) @Max(100) @JsonPropertyDescription("How many reports are kept.")
        @Nullable Integer keep,
    @Size(min = 2, max = Synod.DURATION_LENGTH_MAX)
        @Pattern(Synod.DURATION_PATTERN)
        @JsonPropertyDescription("Age at which a report's archive goes, such as 2160h.")
        @Nullable String retention) {}
