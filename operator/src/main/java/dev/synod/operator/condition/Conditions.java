package dev.synod.operator.condition;

import dev.synod.crds.Condition;
import dev.synod.crds.ConditionStatus;
import dev.synod.crds.Synod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds the conditions of a status. A condition whose status stays keeps the time of its last
 * transition.
 */
public final class Conditions {
  /** The operator took the declaration over. */
  public static final String ACCEPTED = "Accepted";

  /** The resource does what it is for. */
  public static final String READY = "Ready";

  private final List<Condition> previous;
  private final @Nullable Long generation;
  private final Instant now;
  private final List<Condition> built = new ArrayList<>();

  /**
   * Starts from what the resource's status said so far.
   *
   * @param generation generation of the spec that the new conditions speak of
   */
  public Conditions(List<Condition> previous, @Nullable Long generation, Instant now) {
    this.previous = previous;
    this.generation = generation;
    this.now = now;
  }

  /** Adds a condition as a verdict says. */
  public Conditions with(String type, Verdict verdict) {
    return add(type, verdict.status(), verdict.reason().word(), verdict.message());
  }

  /** Adds a condition as somebody else told it, or as a verdict says where nobody did. */
  public Conditions told(List<Condition> told, String type, Verdict otherwise) {
    Condition condition = find(told, type).orElse(null);
    return condition == null || condition.status() == null
        ? with(type, otherwise)
        : add(
            type,
            condition.status(),
            condition.reason(),
            Objects.requireNonNullElse(condition.message(), ""));
  }

  private Conditions add(String type, ConditionStatus status, String reason, String message) {
    String since =
        find(previous, type)
            .filter(condition -> condition.status() == status)
            .map(Condition::lastTransitionTime)
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    built.add(new Condition(type, status, generation, since, reason, shortened(message)));
    return this;
  }

  /** The conditions in the order in which they were added. */
  public List<Condition> list() {
    return List.copyOf(built);
  }

  /** The condition of a type, where there is one. */
  public static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }

  /** Whether a condition holds. */
  public static boolean isTrue(Condition condition) {
    return condition.status() == ConditionStatus.TRUE;
  }

  private static String shortened(String message) {
    return message.length() <= Synod.MESSAGE_LENGTH_MAX
        ? message
        : message.substring(0, Synod.MESSAGE_LENGTH_MAX - 1) + "…";
  }
}
