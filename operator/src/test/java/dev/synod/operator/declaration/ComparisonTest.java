package dev.synod.operator.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Declared HISTORIAN = new Declared("review", "historian", "u1", 1);

  @Test
  void shouldFindNothingWhenDeclaredAndExistingAreTheSame() {
    Comparison comparison = Comparison.between(List.of(HISTORIAN), List.of(HISTORIAN));

    assertThat(comparison.orphans()).isEmpty();
    assertThat(comparison.missing()).isEmpty();
  }

  @Test
  void shouldFindOrphanWhenResourceIsGone() {
    assertThat(Comparison.between(List.of(HISTORIAN), List.of()).orphans())
        .containsExactly(HISTORIAN);
  }

  @Test
  void shouldFindOrphanAndMissingWhenResourceWasMadeAgain() {
    Declared again = new Declared("review", "historian", "u2", 1);

    Comparison comparison = Comparison.between(List.of(HISTORIAN), List.of(again));

    assertThat(comparison.orphans()).containsExactly(HISTORIAN);
    assertThat(comparison.missing()).containsExactly(again);
  }

  @Test
  void shouldFindMissingWhenAnotherGenerationIsDeclared() {
    Declared newer = new Declared("review", "historian", "u1", 2);

    Comparison comparison = Comparison.between(List.of(HISTORIAN), List.of(newer));

    assertThat(comparison.orphans()).isEmpty();
    assertThat(comparison.missing()).containsExactly(newer);
  }

  @Test
  void shouldLeaveItAloneWhenItWasStartedThroughTheApi() {
    Declared started = new Declared("review", "by-hand", "", 0);

    assertThat(Comparison.between(List.of(started), List.of()).orphans()).isEmpty();
  }
}
