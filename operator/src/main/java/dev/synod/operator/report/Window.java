package dev.synod.operator.report;

import dev.synod.crds.report.Every;
import dev.synod.crds.report.Period;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
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
    ZoneId zone = zone(period);
    LocalDate end = start(every, now.atZone(zone).toLocalDate());
    return between(previous(every, end), end, every, zone);
  }

  /**
   * Calendar periods before a window that were over and not reported, the oldest first.
   *
   * @param reported the end of what was reported last
   * @param max how many at most, the newest
   */
  List<Window> missed(Period period, Instant reported, int max) {
    Every every = period.every();
    var missed = new ArrayList<Window>();
    if (every == null) {
      return missed;
    }
    ZoneId zone = zone(period);
    LocalDate end = from.atZone(zone).toLocalDate();
    while (missed.size() < max && at(end, zone).isAfter(reported)) {
      LocalDate begin = previous(every, end);
      missed.add(between(begin, end, every, zone));
      end = begin;
    }
    return missed.reversed();
  }

  private static Window between(LocalDate begin, LocalDate end, Every every, ZoneId zone) {
    return new Window(at(begin, zone), at(end, zone), Optional.of(at(following(every, end), zone)));
  }

  private static ZoneId zone(Period period) {
    String named = period.timeZone();
    return named == null ? ZoneOffset.UTC : ZoneId.of(named);
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
