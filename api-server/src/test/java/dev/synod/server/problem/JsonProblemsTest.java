package dev.synod.server.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.kernel.value.Value;
import dev.synod.server.edge.JsonSettings;
import dev.synod.server.edge.TaskResource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonProblemsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @BeforeAll
  static void settings() {
    new JsonSettings().customize(MAPPER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "{\"capability\":\"a\",\"inpt\":1}|Expected one of the fields agent, attemptsMax, capability, deadlineMillis, input, priority, but found 'inpt'.",
        "{\"capability\":5}|Expected a string in 'capability', but found another kind of value or none.",
        "{\"attemptsMax\":\"5\"}|Expected a whole number within its range in 'attemptsMax'",
        "{\"attemptsMax\":5.5}|Expected a whole number",
        "{\"capability\":\"a\",\"capability\":\"b\"}|Duplicate field 'capability'.",
        "{\"input\":{\"a\":1,\"a\":2}}|Duplicate field 'a'.",
        "{\"input\":NaN}|Non-standard token 'NaN'.",
        "{\"capability\":|end-of-input",
        "{} {}|Expected the end of the document, but found more after it.",
        "[]|Expected an object",
      })
  void shouldSayWhatIsWrongInPlainWords(String json, String expected) {
    Problem problem = problemOf(json);

    assertThat(problem.detail()).contains(expected);
    assertThat(problem.detail()).doesNotContain("com.fasterxml", "`", "dev.synod");
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.code()).isEqualTo("invalid-argument");
  }

  @Test
  void shouldRefuseNestingBeyondTheLimit() {
    String deep = "[".repeat(100) + "]".repeat(100);

    assertThat(problemOf("{\"input\":" + deep + "}").detail())
        .contains("nesting depth")
        .doesNotContain("`");
  }

  @Test
  void shouldRefuseNumbersBeyondTheLimit() {
    assertThat(problemOf("{\"input\":" + "9".repeat(70) + "}").detail()).contains("64 digits");
    assertThat(problemOf("{\"input\":1e999}").detail()).contains("exponent");
  }

  @Test
  void shouldKeepNumbersExactlyAndWriteThemCanonically() throws JsonProcessingException {
    Value value = MAPPER.readValue("{\"b\":1.50,\"a\":10000000000000000000001}", Value.class);

    assertThat(MAPPER.writeValueAsString(value))
        .isEqualTo("{\"a\":10000000000000000000001,\"b\":1.5}");
  }

  private static Problem problemOf(String json) {
    var failure =
        catchThrowableOfType(
            JsonProcessingException.class, () -> MAPPER.readValue(json, TaskResource.Wish.class));
    assertThat(failure).as(json).isNotNull();
    return JsonProblems.of(failure);
  }
}
