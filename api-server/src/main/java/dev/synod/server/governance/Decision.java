package dev.synod.server.governance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What policy answered.
 *
 * @param lifetime for how long the answer may be relied on
 * @param revision of the bundle that answered
 * @param id under which an allowance is found later; denials are folded, and get theirs then
 * @param warnings that a caller is told of, allowed or not
 * @param seen what it was decided from
 */
public record Decision(
    boolean allowed,
    List<Reason> reasons,
    Duration lifetime,
    String revision,
    String id,
    List<Reason> warnings,
    Seen seen) {

  /** A no that no policy was asked for. */
  static Decision withoutPolicy(JsonNode input, Reason why) {
    return new Decision(
        false,
        List.of(why),
        Duration.ZERO,
        "",
        UUID.randomUUID().toString(),
        List.of(),
        new Seen(input, Collections.emptySortedSet()));
  }

  Decision ofRevision(String other) {
    return new Decision(allowed, reasons, lifetime, other, id, warnings, seen);
  }

  Decision warning(List<Reason> of) {
    return new Decision(allowed, reasons, lifetime, revision, id, List.copyOf(of), seen);
  }

  Decision refused(List<Reason> why, List<Reason> warningsToo) {
    return new Decision(false, why, lifetime, revision, id, List.copyOf(warningsToo), seen);
  }

  /** The same, of which more is to be left out where it is kept. */
  Decision masking(Stream<String> more) {
    var mask = new TreeSet<>(seen.mask());
    more.forEach(mask::add);
    return new Decision(
        allowed, reasons, lifetime, revision, id, warnings, new Seen(seen.input(), mask));
  }

  /**
   * What was decided from.
   *
   * @param input that policy saw, as JSON
   * @param mask paths within it, such as {@code resource.value}, that are left out where it is kept
   */
  record Seen(JsonNode input, SortedSet<String> mask) {}

  /**
   * Why.
   *
   * @param rule that spoke, by its name in the policy
   */
  public record Reason(String rule, String message) {}
}
