package dev.synod.operator.declaration;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What differs between what is declared and what exists.
 *
 * @param orphans declared, but their resource does not exist any more
 * @param missing resources of which this generation is not declared
 */
record Comparison(List<Declared> orphans, List<Declared> missing) {
  /**
   * Compares; {@code declared} must have been read before {@code existing}, so that a resource made
   * in between does not look like an orphan. What was started through the API has no uid, belongs
   * to no resource, and is left alone.
   */
  static Comparison between(List<Declared> declared, List<Declared> existing) {
    Set<Identity> alive = new HashSet<>();
    existing.forEach(resource -> alive.add(Identity.of(resource)));
    Set<Declared> known = new HashSet<>(declared);
    return new Comparison(
        declared.stream()
            .filter(item -> !item.uid().isEmpty())
            .filter(item -> !alive.contains(Identity.of(item)))
            .toList(),
        existing.stream().filter(resource -> !known.contains(resource)).toList());
  }

  private record Identity(String namespace, String name, String uid) {
    static Identity of(Declared item) {
      return new Identity(item.namespace(), item.name(), item.uid());
    }
  }
}
