package dev.synod.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionTest {
  @Test
  void shouldListEachWord() throws IllegalAccessException {
    var words = new TreeSet<String>();
    for (Field field : Action.class.getFields()) {
      if (field.getType() == String.class) {
        words.add((String) field.get(null));
      }
    }
    var ofSystem =
        Set.of(
            Action.SYSTEM,
            Action.AUDIT_KEYS,
            Action.AUDIT_RETENTION,
            Action.GOVERNANCE_RECORD,
            Action.POLICY_BREAK_GLASS);
    words.removeAll(ofSystem);

    assertThat(Action.ALL).isEqualTo(words);
    words.addAll(ofSystem);
    assertThat(Action.LOGGED).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "state.write, true",
    "state.*, true",
    "policy.break-glass, true",
    "system, true",
    "*, false",
    ".*, false",
    "stat.*, false",
    "state, false",
    "state.*e, false",
    "State.write, false",
    "system.*, false",
  })
  void shouldKnowWordsAndFamilies(String action, boolean isKnown) {
    assertThat(Action.isAmong(Action.LOGGED, action)).isEqualTo(isKnown);
  }
}
