package dev.synod.server.governance;

import java.time.Duration;
import java.util.List;

/**
 * What policy answered.
 *
 * @param lifetime for how long the answer may be relied on
 * @param revision of the bundle that answered
 * @param id under which OPA logged it
 * @param warnings that a caller is told of, allowed or not
 */
public record Decision(
    boolean allowed,
    List<Reason> reasons,
    Duration lifetime,
    String revision,
    String id,
    List<Reason> warnings) {

  Decision ofRevision(String other) {
    return new Decision(allowed, reasons, lifetime, other, id, warnings);
  }

  Decision warning(List<Reason> of) {
    return new Decision(allowed, reasons, lifetime, revision, id, List.copyOf(of));
  }

  Decision refused(List<Reason> why, List<Reason> warningsToo) {
    return new Decision(false, why, lifetime, revision, id, List.copyOf(warningsToo));
  }

  /**
   * Why.
   *
   * @param rule that spoke, by its name in the policy
   */
  public record Reason(String rule, String message) {}
}
