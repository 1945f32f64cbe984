package dev.synod.kernel.group;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a coordination group is declared to be.
 *
 * @param selector labels that its members carry
 * @param minimumMembers for the group to be ready
 */
public record GroupSpec(
    SortedMap<String, String> selector,
    int minimumMembers,
    List<Role> roles,
    List<StateKey> stateKeys,
    List<BarrierSpec> barriers,
    List<DecisionSpec> decisions) {

  /** A part of the members, by labels. */
  public record Role(String name, SortedMap<String, String> selector) {}

  /** How keys under a prefix are merged. */
  public record StateKey(String prefix, MergePolicy merge) {}

  /**
   * A gate.
   *
   * @param timeoutMillis until it breaks; 0 for never
   */
  public record BarrierSpec(String name, Parties parties, long timeoutMillis) {}

  /** How many must arrive. */
  public sealed interface Parties {
    /** Every member at the time when the instance begins. */
    record All() implements Parties {}

    /** So many members. */
    record Count(int count) implements Parties {}

    /** That share of the members, rounded up. */
    record Percent(int percent) implements Parties {}
  }

  /**
   * A kind of vote.
   *
   * @param role whose members vote; empty for every member
   * @param weights by agent's name; 1 where not given
   * @param quorumPercent of the electorate's weight that must be cast
   */
  public record DecisionSpec(
      String name,
      List<String> options,
      String role,
      SortedMap<String, Integer> weights,
      int quorumPercent,
      long deadlineMillis) {}

  /** The policy of the longest prefix that the key begins with, or null. */
  public @Nullable MergePolicy mergePolicy(String key) {
    StateKey best = null;
    for (StateKey candidate : stateKeys) {
      if (key.startsWith(candidate.prefix())
          && (best == null || candidate.prefix().length() > best.prefix().length())) {
        best = candidate;
      }
    }
    return best == null ? null : best.merge();
  }

  public @Nullable BarrierSpec barrier(String name) {
    return barriers.stream().filter(b -> b.name().equals(name)).findFirst().orElse(null);
  }

  public @Nullable DecisionSpec decision(String name) {
    return decisions.stream().filter(d -> d.name().equals(name)).findFirst().orElse(null);
  }

  public @Nullable Role role(String name) {
    return roles.stream().filter(r -> r.name().equals(name)).findFirst().orElse(null);
  }

  /** Whether labels satisfy a selector. */
  public static boolean matches(Map<String, String> selector, Map<String, String> labels) {
    return selector.entrySet().stream()
        .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())));
  }
}
