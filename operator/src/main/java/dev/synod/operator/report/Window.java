package dev.synod.operator.report;

import dev.synod.crds.report.Every;
import dev.synod.crds.report.Period;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/**
 * The time that is reported now.
 *
 * @param from inclusive
 * @param to exclusive
 * @param next when the one after it is over; empty where there is none
 */
record Window(Instant from, Instant to, Optional<Instant> next) {
  /**
   * The window of a period: a fixed one, over or not, or the calendar period that was over last.
   *
   * @throws java.time.DateTimeException if a time or the time zone is none
   */
  static Window of(Period period, Instant now) {
    Every every = period.every();
    String from = period.from();
    String to = period.to();
    if (every == null) {
      return new Window(
          Instant.parse(String.valueOf(from)), Instant.parse(String.valueOf(to)), Optional.empty());
    }
    String named = period.timeZone();
    ZoneId zone = named == null ? ZoneOffset.UTC : ZoneId.of(named);
    LocalDate end = start(every, now.atZone(zone).toLocalDate());
    return new Window(
        at(previous(every, end), zone),
        at(end, zone),
        Optional.of(at(following(every, end), zone)));
  }

  /** Whether it is over. */
  boolean isOver(Instant now) {
    return !to.isAfter(now);
  }

  private static Instant at(LocalDate date, ZoneId zone) {
    return date.atStartOfDay(zone).toInstant();
  }

  private static LocalDate start(Every every, LocalDate date) {
    return switch (every) {
      case DAY -> date;
      case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> date.withDayOfMonth(1);
    };
  }

  private static LocalDate previous(Every every, LocalDate start) {
    return switch (every) {
      case DAY -> start.minusDays(1);
      case WEEK -> start.minusWeeks(1);
      case MONTH -> start.minusMonths(1);
    };
  }

  private static LocalDate following(Every every, LocalDate start) {
    return switch (every) {
      case DAY -> start.plusDays(1);
      case WEEK -> start.plusWeeks(1);
      case MONTH -> start.plusMonths(1);
    };
  }
}
