package dev.synod.crds.report;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * What is reported, and how often.
 *
 * @param period which time
 * @param scope which entries
 * @param keep how many reports are kept, the newest
 */
@ApiObject
public record AuditReportSpec(
    @Required @JsonPropertyDescription("Which time: from and to, or every Day, Week or Month.")
        Period period,
    @JsonPropertyDescription("Which entries; all of the namespace when absent.")
        @Nullable ReportScope scope,
    @Default("10") @Min(1) @Max(100) @JsonPropertyDescription("How many reports are kept.")
        @Nullable Integer keep) {}
