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
import org.junit.jupiter.params.provider.ValueSource;

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
    "MONTH, Europe/Berlin, 2026-11-01T00:00:00Z, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z, 2026-11-30T23:00:00Z",
    "DAY,   America/Havana, 2026-11-01T05:30:00Z, 2026-10-31T04:00:00Z, 2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z",
    "DAY,   Europe/Berlin, 2026-10-26T00:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z, 2026-10-26T23:00:00Z"
  })
  void shouldReportTheCalendarPeriodThatWasOverLast(
      Every every, String zone, Instant now, Instant from, Instant to, Instant next) {
    Window window = Window.of(new Period(null, null, every, zone), now);

    assertThat(window).isEqualTo(new Window(from, to, Optional.of(next)));
    assertThat(window.isOver(now)).isTrue();
  }

  /**
   * Of zones that leave midnight out, have it twice, move by half an hour, or are far from UTC:
   * each window begins where the one before ended, and is reported once it is over.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "Europe/Berlin",
        "Africa/Cairo",
        "America/Havana",
        "Asia/Beirut",
        "Africa/Casablanca",
        "Australia/Lord_Howe",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "+05:45"
      })
  void shouldLeaveNoTimeBetweenWindowsAndReportNoneTwice(String zone) {
    for (Every every : Every.values()) {
      var period = new Period(null, null, every, zone);
      Instant now = Instant.parse("2024-01-01T00:00:00Z");
      Window window = Window.of(period, now);
      while (now.isBefore(Instant.parse("2028-01-01T00:00:00Z"))) {
        Instant over = window.next().orElseThrow();
        assertThat(Window.of(period, over.minusMillis(1))).isEqualTo(window);
        Window next = Window.of(period, over);
        assertThat(next.from()).as("after %s", window).isEqualTo(window.to());
        assertThat(next.to()).isEqualTo(over).isAfter(next.from());
        assertThat(next.missed(period, window.from(), 9)).containsExactly(window);
        window = next;
        now = over;
      }
    }
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
