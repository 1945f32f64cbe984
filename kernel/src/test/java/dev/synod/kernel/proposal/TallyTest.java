package dev.synod.kernel.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TallyTest {
  private static Tally tally(int yes, int no, int total) {
    return new Tally(new TreeMap<>(Map.of("yes", yes, "no", no)), yes + no, total);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 4, Tied",
    "1, 0, 4, yes",
    "1, 1, 4, Tied",
    "2, 1, 4, yes",
    "1, 3, 4, no",
    "2, 2, 4, Tied"
  })
  void shouldLetMoreThanHalfOfTheCastWeightWin(int yes, int no, int total, String winner) {
    assertThat(tally(yes, no, total).winner()).isEqualTo(winner);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 4, 0, true",
    "0, 0, 4, 1, false",
    "1, 0, 4, 25, true",
    "1, 0, 4, 26, false",
    "2, 0, 3, 66, true",
    "2, 0, 3, 67, false"
  })
  void shouldHaveAQuorumWhenThatShareWasCast(
      int yes, int no, int total, int percent, boolean quorum) {
    assertThat(tally(yes, no, total).hasQuorum(percent)).isEqualTo(quorum);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 0, 4, 0, false",
    "3, 0, 4, 75, true",
    "3, 0, 4, 76, false",
    "2, 2, 4, 100, true",
    "1, 1, 3, 0, false"
  })
  void shouldBeSettledWhenWhatIsLeftCannotChangeIt(
      int yes, int no, int total, int percent, boolean settled) {
    assertThat(tally(yes, no, total).isSettled(percent)).isEqualTo(settled);
  }

  @Test
  void shouldNotOverflowWithHeavyElectorates() {
    int heavy = Integer.MAX_VALUE / 2;

    assertThat(tally(heavy, heavy - 1, heavy * 2).hasQuorum(99)).isTrue();
    assertThat(tally(heavy, 1, heavy * 2).winner()).isEqualTo("yes");
  }
}
