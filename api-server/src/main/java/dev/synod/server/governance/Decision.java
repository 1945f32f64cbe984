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
 * @param warnings that a caller is told of, allowed or not
 * @param kept what is kept of it
 * @param ceilings how much there may be, by the policies that were asked so far
 */
public record Decision(
    boolean allowed,
    List<Reason> reasons,
    Duration lifetime,
    String revision,
    List<Reason> warnings,
    Kept kept,
    List<Ceiling> ceilings) {

  /** A no that no policy was asked for. */
  static Decision withoutPolicy(JsonNode input, Reason why) {
    return new Decision(
        false,
        List.of(why),
        Duration.ZERO,
        "",
        List.of(),
        Kept.of(input, Collections.emptySortedSet()),
        List.of());
  }

  /**
   * The same for one request, before the policies that look at its content are asked.
   *
   * @param input with its content
   */
  Decision on(JsonNode input) {
    return new Decision(
        allowed,
        reasons,
        Duration.ZERO,
        revision,
        List.of(),
        Kept.of(input, kept.mask()),
        ceilings);
  }

  Decision ofRevision(String other) {
    return new Decision(allowed, reasons, lifetime, other, warnings, kept, ceilings);
  }

  Decision warning(List<Reason> of) {
    return new Decision(allowed, reasons, lifetime, revision, List.copyOf(of), kept, ceilings);
  }

  Decision refused(List<Reason> why, List<Reason> warningsToo) {
    return new Decision(false, why, lifetime, revision, List.copyOf(warningsToo), kept, ceilings);
  }

  /** The same with more that is limited. */
  Decision limiting(Stream<Ceiling> more) {
    return new Decision(
        allowed,
        reasons,
        lifetime,
        revision,
        warnings,
        kept,
        Stream.concat(ceilings.stream(), more).toList());
  }

  /** The same, of which more is to be left out where it is kept. */
  Decision masking(Stream<String> more) {
    var mask = new TreeSet<>(kept.mask());
    more.forEach(mask::add);
    return new Decision(
        allowed,
        reasons,
        lifetime,
        revision,
        warnings,
        new Kept(kept.id(), kept.input(), mask),
        ceilings);
  }

  /**
   * What is kept of it.
   *
   * @param id under which an allowance is found later; denials are folded, and get theirs then
   * @param input that policy saw, as JSON
   * @param mask paths within it, such as {@code resource.value}, that are left out where it is kept
   */
  record Kept(String id, JsonNode input, SortedSet<String> mask) {
    static Kept of(JsonNode input, SortedSet<String> mask) {
      return new Kept(UUID.randomUUID().toString(), input, mask);
    }
  }

  /**
   * Why.
   *
   * @param rule that spoke, by its name in the policy
   */
  public record Reason(String rule, String message) {}
}
