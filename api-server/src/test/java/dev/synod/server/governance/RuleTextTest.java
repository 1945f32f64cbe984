package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTextTest {
  private static final String MODULE =
      """
      import rego.v1

      # METADATA
      # title: At night
      deny contains "wait until the morning" if night

      deny contains message if {
        input.action == "task.submit"
        message := sprintf("at most %d tasks, \\"found\\" %s", [3, "4"])
      }

      night if input.time > "2"

      warn contains sprintf("%s", [input.action]) if {
        night
      } else := "never"
      """;

  @Test
  void shouldTellRulesApart() {
    assertThat(RuleText.of(MODULE)).extracting(RuleText::line).containsExactly(5, 7, 12, 14);
    assertThat(RuleText.of(MODULE).get(1).text()).startsWith("deny contains message").endsWith("}");
    assertThat(RuleText.of("")).isEmpty();
  }

  @Test
  void shouldFindTheRuleWhoseTextTheMessageIs() {
    assertThat(line("deny ", "wait until the morning")).contains(5);
  }

  @Test
  void shouldFindTheRuleWhoseFormatTheMessageHas() {
    assertThat(line("deny ", "at most 12 tasks, \"found\" 40")).contains(7);
  }

  @Test
  void shouldLookBehindALineWhoseQuoteIsNotClosed() {
    String module =
        """
        deny contains message if {
          # a " in a comment
          message := "found"
        }

        deny contains "other" if true
        """;

    assertThat(RuleText.that(module, rule -> true, "found").map(RuleText::line)).contains(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\\"", "\"\n ", "`", "``", "\\"})
  @Timeout(10)
  void shouldLookAtEachCharacterOnce(String repeated) {
    String head = "deny contains \"";
    String module = head + repeated.repeat((1 << 20) / repeated.length()) + "\n";

    assertThat(RuleText.that(module + module, rule -> true, "anything")).isEmpty();
  }

  @Test
  void shouldNameNoRuleWhereSeveralCouldHaveSpoken() {
    assertThat(line("deny ", "something else")).isEmpty();
    assertThat(line("", "wait")).isEmpty();
  }

  @Test
  void shouldNameTheOnlyRuleWhateverItSays() {
    assertThat(line("warn ", "anything")).contains(14);
  }

  @Test
  @Timeout(10)
  void shouldTakeNoLongTimeForTextsThatAreMadeToTakeIt() {
    String module =
        "deny contains \"%s\" if input.x\n".formatted("%sa".repeat(200) + "b")
            + "deny contains \"%s\" if input.y\n".formatted("\\t".repeat(30_000));

    assertThat(RuleText.that(module, rule -> true, "a".repeat(512))).isEmpty();
    assertThat(RuleText.that(module, rule -> true, "a".repeat(512) + "b")).isPresent();
  }

  @Test
  void shouldKeepTheBeginningOfALongRule() {
    var rule = new RuleText(1, "x".repeat(RuleText.EXCERPT_LENGTH_MAX + 1));

    assertThat(rule.excerpt()).hasSize(RuleText.EXCERPT_LENGTH_MAX).endsWith("…");
    assertThat(new RuleText(1, "short").excerpt()).isEqualTo("short");
  }

  @Test
  void shouldFindEachRuleOfTheBasePolicyByItsMessage() throws IOException {
    String base = Files.readString(Path.of("../policies/synod/authz.rego"));

    assertThat(inBase(base, "denials", "agent_action", "run.drive is not for agents"))
        .contains(ruleWith(base, "sprintf(\"%s is not for agents\""));
    assertThat(inBase(base, "denials", "person_by_role", "task.complete is not for people"))
        .contains(ruleWith(base, "sprintf(\"%s is not for people\""));
    assertThat(inBase(base, "grants", "person_by_role", "the role editor allows state.write"))
        .contains(ruleWith(base, "sprintf(\"the role %s allows %s\""));
  }

  private static Optional<String> inBase(String base, String head, String rule, String message) {
    Predicate<RuleText> candidate =
        text -> text.text().startsWith(head) && text.text().contains('"' + rule + '"');
    return RuleText.that(base, candidate, message).map(RuleText::text);
  }

  /** The text of the rule that holds a piece of it. */
  private static String ruleWith(String base, String piece) {
    return RuleText.of(base).stream()
        .map(RuleText::text)
        .filter(text -> text.contains(piece))
        .findFirst()
        .orElseThrow();
  }

  private static Optional<Integer> line(String head, String message) {
    return RuleText.that(MODULE, rule -> rule.text().startsWith(head), message).map(RuleText::line);
  }
}
