package dev.synod.operator.condition;

import dev.synod.crds.ConditionStatus;

/**
 * What a check found about one condition.
 *
 * @param status whether it holds
 * @param reason why, for programs
 * @param message why, and what to do, for people
 */
public record Verdict(ConditionStatus status, Reason reason, String message) {
  /** The condition holds. */
  public static Verdict holds(Reason reason, String message) {
    return new Verdict(ConditionStatus.TRUE, reason, message);
  }

  /** The condition does not hold. */
  public static Verdict fails(Reason reason, String message) {
    return new Verdict(ConditionStatus.FALSE, reason, message);
  }

  /** It could not be found out. */
  public static Verdict unknown(Reason reason, String message) {
    return new Verdict(ConditionStatus.UNKNOWN, reason, message);
  }

  /** Whether the condition holds. */
  public boolean isTrue() {
    return status == ConditionStatus.TRUE;
  }
}
