package dev.synod.crds.report;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.synod.crds.ApiObject;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * Which entries are shown; all where a list is empty.
 *
 * @param namespaces of a report in the system's namespace; others tell of their own alone
 * @param groups coordination groups
 * @param subjects such as {@code person:ada}
 * @param actions such as {@code state.write} or {@code state.*}
 * @param outcomes {@code applied}, or codes of refusals
 */
@ApiObject
public record ReportScope(
    @Size(max = 100)
        @JsonPropertyDescription("Of these namespaces; a report of one tells of that alone.")
        List<@Size(min = 1, max = 63) String> namespaces,
    @Size(max = 100) @JsonPropertyDescription("Of these coordination groups.")
        List<@Size(min = 1, max = 63) String> groups,
    @Size(max = 100) @JsonPropertyDescription("By these subjects, such as person:ada.")
        List<@Size(min = 1, max = 512) String> subjects,
    @Size(max = 100) @JsonPropertyDescription("Of these actions, such as state.write or state.*.")
        List<@Size(min = 1, max = 64) String> actions,
    @Size(max = 100) @JsonPropertyDescription("With these outcomes: applied, or codes of refusals.")
        List<@Size(min = 1, max = 64) String> outcomes) {
  public ReportScope {
    namespaces = namespaces == null ? List.of() : List.copyOf(namespaces);
    groups = groups == null ? List.of() : List.copyOf(groups);
    subjects = subjects == null ? List.of() : List.copyOf(subjects);
    actions = actions == null ? List.of() : List.copyOf(actions);
    outcomes = outcomes == null ? List.of() : List.copyOf(outcomes);
  }
}
