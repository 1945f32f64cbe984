package dev.synod.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.classfile.CodeTransform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BugTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "typo", "diverge", "diverge=", "clock", "stale-read=1"})
  void shouldRefuseAnArgumentThatNamesNoBug(String argument) {
    assertThatThrownBy(() -> Bug.planted(argument))
        .isInstanceOf(NotPlantedException.class)
        .hasMessageContaining("Expected stale-read, lost-write")
        .hasMessageContaining("'" + argument + "'");
  }

  @Test
  void shouldRefuseAClassThatIsNotThere() {
    assertThatThrownBy(() -> Program.running().bytesOf("dev/synod/kernel/Gone"))
        .isInstanceOf(NotPlantedException.class)
        .hasMessageContaining("Expected the class dev.synod.kernel.Gone");
  }

  @Test
  void shouldRefuseAMethodThatIsNotThere() {
    assertThatThrownBy(() -> change("gone", "()V"))
        .isInstanceOf(NotPlantedException.class)
        .hasMessageContaining("Expected one place to change in dev.synod.planted.Agent.gone()V");
  }

  @Test
  void shouldRefuseAMethodOfOtherParameters() {
    assertThatThrownBy(() -> change("premain", "(Ljava/lang/String;)V"))
        .isInstanceOf(NotPlantedException.class)
        .hasMessageContaining("found 0");
  }

  @Test
  void shouldChangeWhatIsThere() throws Exception {
    assertThat(
            change("premain", "(Ljava/lang/String;Ljava/lang/instrument/Instrumentation;)V").length)
        .isPositive();
  }

  private static byte[] change(String method, String descriptor) throws Exception {
    String type = "dev/synod/planted/Agent";
    Program program = Program.running();
    return new Change(
            type,
            method,
            descriptor,
            places -> {
              places.incrementAndGet();
              return CodeTransform.ACCEPT_ALL;
            })
        .apply(program.bytesOf(type), program);
  }
}
