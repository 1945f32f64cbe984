package dev.synod.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaViolationsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "limit | Invalid type. Expected: integer, given: string | limit: expected integer, but found \"many\"",
        "list.1 | Must be greater than or equal to 1 | list.1: must be greater than or equal to 1, but found 0",
        "mode | mode must be one of the following: \"a\", \"b\" | mode: mode must be one of the following: \"a\", \"b\", but found \"c\"",
        "(Root) | most is required | expected most, but found {\"limit\"",
        "(Root) | Additional property pods is not allowed | expected no pods, but found {\"limit\"",
        "dotted.name.x | Invalid type. Expected: string, given: integer | dotted.name.x: expected string",
      })
  void shouldSayWhereWhatWasExpectedAndWhatWasFound(String field, String desc, String told)
      throws Exception {
    String parameters =
        "{\"limit\":\"many\",\"list\":[1,0],\"mode\":\"c\",\"dotted.name\":{\"x\":1}}";
    var violation = JSON.createObjectNode().put("field", field).put("desc", desc);

    String text =
        SchemaViolations.text(JSON.createArrayNode().add(violation), JSON.readTree(parameters));

    assertThat(text).startsWith(told);
    assertThat(text.contains("but found")).isEqualTo(told.contains("but found"));
  }

  @Test
  void shouldBoundWhatItShows() {
    var violations = JSON.createArrayNode();
    for (int i = 0; i < 8; i++) {
      violations.addObject().put("field", "long").put("desc", "Is wrong");
    }

    String text =
        SchemaViolations.text(violations, JSON.createObjectNode().put("long", "x".repeat(5_000)));

    assertThat(text).hasSizeLessThan(1_000).endsWith("…; and 3 more");
  }
}
