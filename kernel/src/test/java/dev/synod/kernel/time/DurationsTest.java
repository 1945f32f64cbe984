package dev.synod.kernel.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1, 1ms",
    "1000, 1s",
    "1500, 1s500ms",
    "90000, 1m30s",
    "14400000, 4h",
    "5400001, 1h30m1ms",
    "315360000000, 87600h",
    "-90000, -1m30s",
    "-9223372036854775808, -2562047788015h12m55s808ms",
  })
  void shouldTellMillisecondsAsPeopleWriteThem(long millis, String text) {
    assertThat(Durations.text(millis)).isEqualTo(text);
  }
}
