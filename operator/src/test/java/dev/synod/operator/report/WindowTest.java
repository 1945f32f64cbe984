package dev.synod.operator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.crds.report.Every;
import dev.synod.crds.report.Period;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
  @ParameterizedTest
  @CsvSource({
    "DAY,   UTC,           2026-03-05T12:00:00Z, 2026-03-04T00:00:00Z, 2026-03-05T00:00:00Z, 2026-03-06T00:00:00Z",
    "DAY,   UTC,           2026-03-05T00:00:00Z, 2026-03-04T00:00:00Z, 2026-03-05T00:00:00Z, 2026-03-06T00:00:00Z",
    "WEEK,  UTC,           2026-03-05T12:00:00Z, 2026-02-23T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-09T00:00:00Z",
    "WEEK,  UTC,           2026-03-02T00:00:00Z, 2026-02-23T00:00:00Z, 2026-03-02T00:00:00Z, 2026-03-09T00:00:00Z",
    "MONTH, UTC,           2024-03-31T23:59:59Z, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z, 2024-04-01T00:00:00Z",
    "MONTH, UTC,           2026-01-10T00:00:00Z, 2025-12-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-02-01T00:00:00Z",
    "DAY,   Europe/Berlin, 2026-03-29T23:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z, 2026-03-30T22:00:00Z",
    "DAY,   Europe/Berlin, 2026-10-26T00:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z, 2026-10-26T23:00:00Z"
  })
  void shouldReportTheCalendarPeriodThatWasOverLast(
      Every every, String zone, Instant now, Instant from, Instant to, Instant next) {
    Window window = Window.of(new Period(null, null, every, zone), now);

    assertThat(window).isEqualTo(new Window(from, to, Optional.of(next)));
    assertThat(window.isOver(now)).isTrue();
  }

  @Test
  void shouldBeginInUtcWhereNoZoneIsNamed() {
    Instant now = Instant.parse("2026-03-05T00:30:00Z");

    assertThat(Window.of(new Period(null, null, Every.DAY, null), now).to())
        .isEqualTo("2026-03-05T00:00:00Z");
  }

  @Test
  void shouldWaitUntilAFixedPeriodIsOver() {
    var period = new Period("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", null, null);
    Instant end = Instant.parse("2026-02-01T00:00:00Z");

    assertThat(Window.of(period, end).isOver(end.minusSeconds(1))).isFalse();
    assertThat(Window.of(period, end).isOver(end)).isTrue();
    assertThat(Window.of(period, end).next()).isEmpty();
  }

  @Test
  void shouldRefuseWhatIsNoTimeOrZone() {
    Instant now = Instant.EPOCH;

    assertThatThrownBy(() -> Window.of(new Period(null, null, Every.DAY, "Mars/Base"), now))
        .isInstanceOf(DateTimeException.class);
    assertThatThrownBy(
            () ->
                Window.of(
                    new Period("2026-02-30T00:00:00Z", "2026-03-01T00:00:00Z", null, null), now))
        .isInstanceOf(DateTimeException.class);
  }
}
