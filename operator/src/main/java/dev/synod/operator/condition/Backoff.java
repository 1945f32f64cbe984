package dev.synod.operator.condition;

import dev.synod.crds.Condition;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** When to look again at something that is not as wanted: the longer it lasts, the later. */
public final class Backoff {
  private static final Duration SOONEST = Duration.ofSeconds(2);
  private static final Duration LATEST = Duration.ofSeconds(60);

  private Backoff() {}

  /** A quarter of the time for which the condition has been as it is, within 2 s and 60 s. */
  public static Duration of(List<Condition> conditions, String type, Instant now) {
    Duration lasting =
        Conditions.find(conditions, type)
            .map(condition -> Duration.between(instant(condition, now), now))
            .orElse(Duration.ZERO);
    Duration quarter = lasting.dividedBy(4);
    return quarter.compareTo(SOONEST) < 0
        ? SOONEST
        : quarter.compareTo(LATEST) > 0 ? LATEST : quarter;
  }

  private static Instant instant(Condition condition, Instant otherwise) {
    try {
      return Instant.parse(condition.lastTransitionTime());
    } catch (DateTimeException e) {
      return otherwise;
    }
  }
}
