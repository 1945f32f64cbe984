package dev.synod.examples.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.synod.kernel.value.Value;
import dev.synod.workflow.definition.Definitions;
import dev.synod.workflow.expression.Jq;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sample's Workflow, as the product checks and evaluates it. */
class WorkflowTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void shouldBeAccepted() throws Exception {
    assertThat(Definitions.check(Value.parse(definition().toString()))).isEmpty();
  }

  @Test
  void shouldTellRunsApartByTheirId() throws Exception {
    String run = expression("/do/0/prepare/set/run");
    assertThat(evaluate(run, "null", Map.of("workflow", "{\"id\":\"4f1c-22\"}")))
        .isEqualTo("\"4f1c-22\"");
    assertThat(evaluate(run, "null", Map.of("workflow", "{\"id\":\"review/mine\"}")))
        .isEqualTo("\"mine\"");
  }

  @Test
  void shouldFlagTheRunWhenAnyReviewerDoes() throws Exception {
    String flagged = expression("/do/1/review/export/as");
    Map<String, String> context = Map.of("context", "{\"run\":\"r\"}");
    assertThat(evaluate(flagged, "[{\"flagged\":false},{\"flagged\":true},{}]", context))
        .isEqualTo("{\"run\":\"r\",\"flagged\":true}");
    assertThat(evaluate(flagged, "[{\"flagged\":false},{}]", context))
        .isEqualTo("{\"run\":\"r\",\"flagged\":false}");
  }

  @Test
  void shouldTellWhoDecidedWhenAPersonWasAsked() throws Exception {
    String outcome = expression("/do/6/answer/set/outcome");
    String decidedBy = expression("/do/6/answer/set/decidedBy");
    String silence = "{\"approved\":false,\"timedOut\":true}";
    String approval = "{\"approved\":true,\"timedOut\":false}";
    assertThat(evaluate(outcome, silence, Map.of())).isEqualTo("\"rejected\"");
    assertThat(evaluate(decidedBy, silence, Map.of())).isEqualTo("\"timeout\"");
    assertThat(evaluate(outcome, approval, Map.of())).isEqualTo("\"released\"");
    assertThat(evaluate(decidedBy, approval, Map.of())).isEqualTo("\"person\"");
  }

  @Test
  void shouldWaitTenMinutesForAPersonUnlessTheRunSaysOtherwise() throws Exception {
    String timeout = expression("/do/5/ask/with/timeout");
    assertThat(evaluate(timeout, "null", Map.of("workflow", "{\"input\":{}}")))
        .isEqualTo("\"10m\"");
    assertThat(
            evaluate(
                timeout, "null", Map.of("workflow", "{\"input\":{\"approvalTimeout\":\"5s\"}}")))
        .isEqualTo("\"5s\"");
  }

  private static JsonNode definition() throws Exception {
    return YAML.readTree(Path.of("../workflow.yaml").toFile()).at("/spec/definition");
  }

  private static String expression(String pointer) throws Exception {
    String marked = definition().at(pointer).asText();
    assertThat(marked).startsWith("${").endsWith("}");
    return marked.substring(2, marked.length() - 1).strip();
  }

  private static String evaluate(String program, String input, Map<String, String> arguments)
      throws Exception {
    Map<String, JsonNode> values = new HashMap<>();
    for (Map.Entry<String, String> argument : arguments.entrySet()) {
      values.put(argument.getKey(), JSON.readTree(argument.getValue()));
    }
    return new Jq().evaluate(program, JSON.readTree(input), values, 0).toString();
  }
}
