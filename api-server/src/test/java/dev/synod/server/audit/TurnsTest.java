package dev.synod.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.kernel.Code;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Turns turns = new Turns(1, Duration.ofMillis(1), "reports (some.setting)");

  @Test
  void shouldRefuseOneMoreThanAreServedAtOnceAndGoOnAfterwards() throws Exception {
    Turns.Work never =
        () -> {
          throw new AssertionError("It has no turn.");
        };
    turns.take(
        () ->
            assertThatThrownBy(() -> turns.take(never))
                .isInstanceOfSatisfying(
                    TrailException.class,
                    refused ->
                        assertThat(refused.rejection().code()).isEqualTo(Code.LIMIT_EXCEEDED))
                .hasMessageContaining("at most 1 reports (some.setting)"));
    assertThatThrownBy(
            () ->
                turns.take(
                    () -> {
                      throw new IOException("gone");
                    }))
        .hasMessage("gone");

    turns.take(() -> {});
  }
}
