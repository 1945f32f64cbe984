package dev.synod.kernel.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "1 | 1",
        "1.0 | 1",
        "1e2 | 100",
        "100 | 100",
        "-0.0 | 0",
        "0e9 | 0",
        "1.50 | 1.5",
        "12345678901234567890.125 | 12345678901234567890.125",
        "1e21 | 1E+21",
        "1E-7 | 0.0000001",
        "5e-50 | 5E-50",
        "{\"b\":1,\"a\":[true,false,null]} | {\"a\":[true,false,null],\"b\":1}",
        "\"\\u0041\\/\\n\\u0001\" | \"A/\\n\\u0001\"",
        "\"\\ud83d\\ude00\" | \"\ud83d\ude00\"",
        "\"\\ud83d\" | \"\\ud83d\"",
        "\"\\ude00x\" | \"\\ude00x\"",
        "[ ] | []",
        "{ } | {}"
      })
  void shouldHaveOneCanonicalForm(String json, String canonical) {
    Value value = Value.parse(json);

    assertThat(value.json()).isEqualTo(canonical);
    assertThat(Value.parse(canonical)).isEqualTo(value).hasSameHashCodeAs(value);
    assertThat(Fingerprint.of(Value.parse(canonical))).isEqualTo(Fingerprint.of(value));
  }

  @Test
  void shouldSortMembersWhateverTheComparatorOfTheMap() {
    var backwards = new TreeMap<String, Value>(Collections.reverseOrder());
    backwards.put("a", Value.of(1));
    backwards.put("b", Value.of(2));

    assertThat(new Value.Obj(backwards).json()).isEqualTo("{\"a\":1,\"b\":2}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "## | Line 1, column 1: Expected a value, but found the end of the text.",
        "{\"a\":1,} | Line 1, column 8: Expected a member's name in double quotes, but found '}'.",
        "{\"a\" 1} | Line 1, column 6: Expected ':', but found '1'.",
        "{\"a\":1 \"b\":2} | Line 1, column 8: Expected ',', but found '\"'.",
        "{\"a\":1,\"a\":2} | Line 1, column 8: Expected each member's name once, but found '\"'.",
        "[1,2 | Line 1, column 5: Expected ',', but found the end of the text.",
        "[1,] | Line 1, column 4: Expected a value, but found ']'.",
        "\"abc | Line 1, column 5: Expected a closing double quote, but found the end of the text.",
        "\"a\\x\" | Line 1, column 4: Expected one of the escapes of JSON, but found 'x'.",
        "\"\\u12g4\" | Line 1, column 6: Expected four hexadecimal digits, but found 'g'.",
        "01 | Line 1, column 1: Expected a number without leading zeros, but found '0'.",
        "1. | Line 1, column 3: Expected a digit, but found the end of the text.",
        "- | Line 1, column 2: Expected a digit, but found the end of the text.",
        "1ex | Line 1, column 3: Expected a digit, but found 'x'.",
        "tru | Line 1, column 1: Expected a value, but found 't'.",
        "nul | Line 1, column 1: Expected a value, but found 'n'.",
        "NaN | Line 1, column 1: Expected a value, but found 'N'.",
        "1 2 | Line 1, column 3: Expected the end of the text, but found '2'."
      })
  void shouldSayWhereAndWhatIsWrong(String json, String message) {
    assertThatThrownBy(() -> Value.parse(json))
        .isInstanceOf(JsonException.class)
        .hasMessage(message);
  }

  @Test
  void shouldCountLines() {
    assertThatThrownBy(() -> Value.parse("{\n  \"a\": 1,\n  \"b\": ?\n}"))
        .hasMessage("Line 3, column 8: Expected a value, but found '?'.");
  }

  @Test
  void shouldRefuseControlCharactersInStrings() {
    assertThatThrownBy(() -> Value.parse("\"a\nb\""))
        .hasMessageStartingWith("Line 1, column 3: Expected an escape");
  }

  @Test
  void shouldBoundNumbers() {
    String digits = "7".repeat(64);
    assertThat(Value.parse(digits).json()).isEqualTo(digits);
    assertThatThrownBy(() -> Value.parse(digits + "7")).hasMessageContaining("64 digits");
    assertThat(Value.parse("1e512")).isEqualTo(new Value.Num(new BigDecimal("1e512")));
    assertThatThrownBy(() -> Value.parse("1e513")).hasMessageContaining("within ±512");
    assertThatThrownBy(() -> Value.parse("1e-513")).hasMessageContaining("within ±512");
    assertThatThrownBy(() -> Value.parse("1e9999999999"))
        .hasMessageContaining("an exponent within ±512");
    assertThatThrownBy(() -> Value.parse("1".repeat(1_000_000)))
        .hasMessageContaining("at most 64 digits");
  }

  @Test
  void shouldBoundNesting() {
    String deepest = "[".repeat(64) + "1" + "]".repeat(64);
    assertThat(Value.parse(deepest).json()).isEqualTo(deepest);
    assertThatThrownBy(() -> Value.parse("[".repeat(65) + "]".repeat(65)))
        .hasMessage("Line 1, column 65: Expected nesting of at most 64 levels, but found '['.");
    assertThatThrownBy(() -> Value.parse("{\"a\":".repeat(100_000)))
        .hasMessageContaining("nesting of at most 64 levels");
  }

  @Test
  void shouldEstimateItsSizeFromBelow() {
    var random = new Random(1);
    for (int i = 0; i < 500; i++) {
      Value value = RandomValues.value(random, 4);
      // Numbers may be written a little longer than they count.
      assertThat(value.size()).isLessThanOrEqualTo(value.json().length() * 2L + 8);
      assertThat(value.size()).isGreaterThanOrEqualTo(value.json().length() / 8L);
    }
  }

  @Test
  void shouldComeBackFromItsTextWhateverItIs() {
    long seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      Value value = RandomValues.value(random, 5);

      assertThat(Value.parse(value.json())).as("seed %d, value %d", seed, i).isEqualTo(value);
    }
  }

  @Test
  void shouldReadOrRefuseWhateverText() {
    long seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String text = RandomValues.damaged(RandomValues.value(random, 3).json(), random);
      try {
        Value value = Value.parse(text);
        assertThat(Value.parse(value.json())).as("seed %d: %s", seed, text).isEqualTo(value);
      } catch (JsonException e) {
        assertThat(e).as("seed %d: %s", seed, text).hasMessageStartingWith("Line ");
      }
    }
  }

  @Test
  void shouldBeMadeOfPlainJava() {
    assertThat(Value.of(Map.of("a", Value.of(List.of(Value.of(1), Value.of("x"))))).json())
        .isEqualTo("{\"a\":[1,\"x\"]}");
    assertThat(Values.EMPTY.with("n", Values.NULL).get("n")).isEqualTo(Values.NULL);
    assertThat(Values.EMPTY.get("n")).isNull();
  }
}
