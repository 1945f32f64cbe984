package dev.synod.workflow.definition;

import dev.synod.kernel.value.Value;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A duration of the DSL. */
public sealed interface Span {
  /** Longest duration, milliseconds: ten years. */
  long MILLIS_MAX = 315_360_000_000L;

  Map<String, Long> UNITS =
      Map.of(
          "days", 86_400_000L,
          "hours", 3_600_000L,
          "minutes", 60_000L,
          "seconds", 1_000L,
          "milliseconds", 1L);

  Pattern ISO_8601 =
      Pattern.compile(
          "P(?:([0-9]{1,9})W)?(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9}(?:\\.[0-9]{1,3})?)S)?)?");

  Pattern SHORT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  record Fixed(long millis) implements Span {}

  /** Computed at run time: an ISO 8601 text or an object of units. */
  record Computed(Program program) implements Span {}

  /**
   * Milliseconds of an object such as <code>{minutes: 5}</code>, an ISO 8601 text of weeks or
   * smaller such as {@code PT5M}, or a text as Kubernetes writes it, such as {@code 5m} or {@code
   * 1h30m}; nothing for anything else or for more than {@link #MILLIS_MAX}.
   */
  static Optional<Long> millis(Value value) {
    return switch (value) {
      case Value.Obj object -> units(object);
      case Value.Str text ->
          text.value().startsWith("P") ? iso8601(text.value()) : shorthand(text.value());
      case Value.Null _, Value.Bool _, Value.Num _, Value.Arr _, Value.Ref _ -> Optional.empty();
    };
  }

  private static Optional<Long> units(Value.Obj object) {
    if (object.members().isEmpty()) {
      return Optional.empty();
    }
    var sum = BigDecimal.ZERO;
    for (var member : object.members().entrySet()) {
      Long unit = UNITS.get(member.getKey());
      if (unit == null
          || !(member.getValue() instanceof Value.Num amount)
          || amount.value().signum() < 0
          || amount.value().scale() > 0) {
        return Optional.empty();
      }
      sum = sum.add(amount.value().multiply(BigDecimal.valueOf(unit)));
    }
    return bounded(sum);
  }

  private static Optional<Long> iso8601(String text) {
    Matcher matcher = ISO_8601.matcher(text);
    if (!matcher.matches() || text.endsWith("P") || text.endsWith("T")) {
      return Optional.empty();
    }
    long[] units = {604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L};
    var sum = BigDecimal.ZERO;
    for (int i = 0; i < units.length; i++) {
      if (matcher.group(i + 1) != null) {
        sum = sum.add(new BigDecimal(matcher.group(i + 1)).multiply(BigDecimal.valueOf(units[i])));
      }
    }
    return bounded(sum);
  }

  private static Optional<Long> shorthand(String text) {
    Matcher matcher = SHORT.matcher(text);
    var sum = BigDecimal.ZERO;
    int end = 0;
    while (end < text.length() && matcher.find(end) && matcher.start() == end) {
      long unit =
          switch (matcher.group(2)) {
            case "ms" -> 1L;
            case "s" -> 1_000L;
            case "m" -> 60_000L;
            case "h" -> 3_600_000L;
            default -> 86_400_000L;
          };
      sum = sum.add(new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)));
      end = matcher.end();
    }
    return text.isEmpty() || end < text.length() ? Optional.empty() : bounded(sum);
  }

  private static Optional<Long> bounded(BigDecimal millis) {
    return millis.compareTo(BigDecimal.valueOf(MILLIS_MAX)) > 0
        ? Optional.empty()
        : Optional.of(millis.longValue());
  }
}
