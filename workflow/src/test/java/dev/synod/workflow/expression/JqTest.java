package dev.synod.workflow.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JqTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private final Jq jq = new Jq();

  private JsonNode evaluate(String program, String input) throws Exception {
    return jq.evaluate(program, MAPPER.readTree(input), Map.of(), 1_700_000_000.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "test(\"b+\") | \"abbc\" | true",
        "test(\"B\"; \"i\") | \"abc\" | true",
        "test([\"B\", \"i\"]) | \"abc\" | true",
        "[match(\"a\"; \"g\").offset] | \"aéa\" | [0,2]",
        "[match(\"a\"; \"g\").offset] | \"😀a\" | [1]",
        "match(\"(?<x>b)(c)?\") | \"ab\" | {\"offset\":1,\"length\":1,\"string\":\"b\",\"captures\":[{\"offset\":1,\"length\":1,\"string\":\"b\",\"name\":\"x\"},{\"offset\":-1,\"length\":0,\"string\":null,\"name\":null}]}",
        "capture(\"(?<y>[0-9]+)-(?<m>[0-9]+)\") | \"2026-07\" | {\"y\":\"2026\",\"m\":\"07\"}",
        "[scan(\"[0-9]\")] | \"a1b2\" | [\"1\",\"2\"]",
        "[scan(\"([a-z])([0-9])\")] | \"a1b2\" | [[\"a\",\"1\"],[\"b\",\"2\"]]",
        "sub(\"(?<c>[a-z])\"; \"<\\(.c)>\") | \"ab\" | \"<a>b\"",
        "gsub(\"[aeiou]\"; \"*\") | \"audio\" | \"**d**\"",
        "[gsub(\"a\"; \"1\", \"2\")] | \"ab\" | [\"1b\",\"2b\"]",
        "[splits(\", *\")] | \"a, b,c\" | [\"a\",\"b\",\"c\"]",
        "split(\", *\"; null) | \"a, b\" | [\"a\",\"b\"]",
        "gsub(\"\\\\s+\"; \" \") | \"a   b\" | \"a b\"",
        "now | 0 | 1700000000.5",
        "def f(x): x + 1; f(.) | 1 | 2",
        "empty | 1 | null",
        "[limit(3; range(1000000000))] | null | [0,1,2]",
        "nan | null | null",
      })
  void shouldEvaluate(String program, String input, String expected) throws Exception {
    JsonNode result = evaluate(program, input);
    assertThat(Jackson.value(result).json())
        .isEqualTo(Jackson.value(MAPPER.readTree(expected)).json());
  }

  @Test
  @Timeout(20)
  void shouldMatchInLinearTimeWhenAnotherEngineWouldBacktrack() throws Exception {
    String text = MAPPER.writeValueAsString("a".repeat(100_000) + "!");
    assertThat(
            org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> evaluate("test(\"^(a+)+$\")", text)))
        .isEqualTo(MAPPER.readTree("false"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test(\"(a)\\\\1\")",
        "test(\"x\" + \"(?=y)\")",
        "1, 2",
        "error(\"no\")",
        ".a.b.c[0] | keys",
        "test(\"a\"; \"q\")",
        "$nothing",
      })
  void shouldFailWhenTheExpressionIsAtFault(String program) {
    assertThatExceptionOfType(ExpressionException.class)
        .isThrownBy(() -> evaluate(program, "\"a\""))
        .satisfies(e -> assertThat(e.limit()).isEqualTo(ExpressionException.Limit.NONE))
        .withMessageContaining(program);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        ".a.b[0]?.c // \"x\"",
        "{a, b: .c, \"d e\": 1, $input, (.k): 2, @base64 \"x\": 3}",
        "{if: 1, then: .end}",
        ". as {a: $x, b: [$y, $z]} | $x + $y + $z",
        "reduce .[] as $i (0; . + $i)",
        "foreach .[] as [$k, $v] (null; $k; $v)",
        "def f: def g($n): $n + 1; g(1); f",
        "def f(g; $x): g | . + $x; f(.a; 2)",
        "[.[] | select(.a == \"if foo(1)\")] | map(.b)",
        "\"a \\(.b | ascii_upcase) c\"",
        "label $out | foreach .[] as $i (0; .; if . > 3 then ., break $out else . end)",
        "try error(\"x\") catch .",
        "first(range(10; 0; -1))",
        "@json \"v \\(.)\"",
        "limit(3; .[])",
        "input_output",
      })
  void shouldCheckNames(String program) {
    boolean known = !program.equals("input_output");
    assertThat(Jq.problem(program, Set.of("input", "context")).isEmpty()).isEqualTo(known);
  }

  @Test
  void shouldKnowWhichArgumentsAProgramRefersTo() {
    assertThat(Jq.arguments(". as $x | $x + $input + ($context | length) + \"\\($task.name)\""))
        .containsExactlyInAnyOrder("input", "context", "task");
  }

  @Test
  void shouldRefuseExpressionWhenItIsNestedTooDeep() {
    String program = "(".repeat(4_000) + "." + ")".repeat(4_000);
    assertThat(Jq.problem(program, Set.of()))
        .hasValueSatisfying(p -> assertThat(p).contains("deep"));
  }

  @Test
  void shouldRejectValuesThatAreNoJson() throws JsonProcessingException {
    assertThat(Jackson.value(MAPPER.readTree("[1e400]")).json()).isNotEmpty();
  }
}
