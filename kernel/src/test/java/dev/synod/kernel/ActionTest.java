package dev.synod.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ActionTest {
  @Test
  void shouldListEachWord() throws IllegalAccessException {
    var words = new TreeSet<String>();
    for (Field field : Action.class.getFields()) {
      if (field.getType() == String.class) {
        words.add((String) field.get(null));
      }
    }
    words.removeAll(
        Set.of(
            Action.SYSTEM,
            Action.AUDIT_KEYS,
            Action.AUDIT_RETENTION,
            Action.GOVERNANCE_RECORD,
            Action.POLICY_BREAK_GLASS));

    assertThat(Action.ALL).isEqualTo(words);
  }
}
