package dev.synod.operator.condition;

import dev.synod.crds.Condition;
import dev.synod.crds.ConditionStatus;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition that changed its status or its reason.
 *
 * @param before how it was; {@code null} when it is new
 * @param after how it is
 */
record Transition(@Nullable Condition before, Condition after) {
  private static final Set<String> CONTINUAL = Set.of("Running", "Waiting");

  /** Conditions of {@code after} that differ from {@code before} in more than words. */
  static List<Transition> between(List<Condition> before, List<Condition> after) {
    return after.stream()
        .map(
            condition ->
                new Transition(Conditions.find(before, condition.type()).orElse(null), condition))
        .filter(Transition::isChange)
        .toList();
  }

  private boolean isChange() {
    return before == null
        || before.status() != after.status()
        || !Objects.equals(before.reason(), after.reason());
  }

  /** Whether it is told as an event; how a run goes on is in its status, and would be a flood. */
  boolean isWorthAnEvent() {
    return !CONTINUAL.contains(after.type());
  }

  /** Whether a person may have to do something. */
  boolean isWarning() {
    boolean holds = after.status() == ConditionStatus.TRUE;
    return switch (after.type()) {
      case "Ready" -> !holds && before != null && before.status() == ConditionStatus.TRUE;
      case "Completed" -> holds && !after.reason().equals("Succeeded");
      default -> !holds;
    };
  }
}
