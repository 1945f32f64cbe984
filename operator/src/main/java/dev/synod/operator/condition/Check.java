package dev.synod.operator.condition;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One question about what was observed. Checks are pure and stand in an ordered list: the first
 * that has something to say decides.
 *
 * @param <O> what was observed
 */
@FunctionalInterface
public interface Check<O> {
  /** A verdict, or {@code null} to leave it to the checks that follow. */
  @Nullable Verdict examine(O observed);

  /** The first verdict of the checks, else the given one. */
  static <O> Verdict first(List<Check<O>> checks, O observed, Verdict otherwise) {
    return checks.stream()
        .map(check -> check.examine(observed))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(otherwise);
  }
}
