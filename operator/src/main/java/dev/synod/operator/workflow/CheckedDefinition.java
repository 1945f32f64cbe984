package dev.synod.operator.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.kernel.value.JsonException;
import dev.synod.kernel.value.Value;
import dev.synod.operator.condition.Verdict;
import dev.synod.workflow.definition.Definition;
import dev.synod.workflow.definition.Definitions;
import dev.synod.workflow.definition.Finding;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A definition, and what keeps it from being accepted.
 *
 * @param digest by which runs pin it; empty when it is not even a JSON value of ours
 * @param findings none when it can be run
 */
record CheckedDefinition(String digest, List<Finding> findings) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Findings that a condition's message spells out. */
  private static final int SHOWN_MAX = 5;

  /** Checks a definition as the resource holds it. */
  static CheckedDefinition of(Map<String, JsonNode> definition) {
    try {
      Value value = Value.parse(JSON.valueToTree(definition).toString());
      return new CheckedDefinition(Definition.digest(value), Definitions.check(value));
    } catch (JsonException e) {
      return new CheckedDefinition(
          "", List.of(new Finding("", Finding.Code.SCHEMA, String.valueOf(e.getMessage()))));
    }
  }

  /** Whether runs can follow it. */
  Verdict verdict() {
    if (findings.isEmpty()) {
      return Verdict.holds(WorkflowReason.VALID, "The definition can be run.");
    }
    String shown =
        findings.stream().limit(SHOWN_MAX).map(Finding::toString).collect(Collectors.joining("; "));
    int more = findings.size() - SHOWN_MAX;
    return Verdict.fails(
        WorkflowReason.INVALID_DEFINITION,
        more > 0 ? "%s; and %d more".formatted(shown, more) : shown);
  }
}
