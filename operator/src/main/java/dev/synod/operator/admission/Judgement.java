package dev.synod.operator.admission;

import java.util.List;

/**
 * What governance says of a change.
 *
 * @param reasons each with the rule that gave it
 * @param warnings for who makes the change, each with the policy that gave it
 * @param decision id under which it is explained; empty where it is not kept
 */
record Judgement(boolean allowed, List<String> reasons, List<String> warnings, String decision) {
  /** A no that is kept nowhere. */
  static Judgement refused(String reason) {
    return new Judgement(false, List.of(reason), List.of(), "");
  }
}
