package dev.synod.server.governance;

import dev.synod.kernel.quota.Countable;
import java.util.List;
import java.util.Map;

/**
 * What one declared policy says.
 *
 * @param failure why it could not be evaluated; empty where it was
 * @param revision of the bundle that answered, or in which it failed; empty where none did
 * @param mask paths of the input that it wants to be left out where a decision is kept
 * @param quota how many of what the namespace may have
 */
record Verdict(
    List<String> deny,
    List<String> warn,
    String failure,
    String revision,
    List<String> mask,
    Map<Countable, Long> quota) {
  /** Of a failure: what the policy wants to be left out nobody can say, so that all content is. */
  static Verdict failed(String failure) {
    return new Verdict(List.of(), List.of(), failure, "", Masks.CONTENT, Map.of());
  }

  /** The same of a bundle. */
  Verdict of(String bundle) {
    return new Verdict(deny, warn, failure, bundle, mask, quota);
  }

  boolean hasFailed() {
    return !failure.isEmpty();
  }
}
