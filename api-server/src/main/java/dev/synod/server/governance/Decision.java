package dev.synod.server.governance;

import java.time.Duration;
import java.util.List;

/**
 * What policy answered.
 *
 * @param lifetime for how long the answer may be relied on
 * @param revision of the bundle that answered
 * @param id under which OPA logged it
 */
public record Decision(
    boolean allowed, List<Reason> reasons, Duration lifetime, String revision, String id) {

  /**
   * Why.
   *
   * @param rule that spoke, by its name in the policy
   */
  public record Reason(String rule, String message) {}
}
