package dev.synod.server.governance;

import java.util.List;

/**
 * What one declared policy says.
 *
 * @param failure why it could not be evaluated; empty where it was
 * @param revision of the bundle that answered, or in which it failed; empty where none did
 * @param mask paths of the input that it wants to be left out where a decision is kept
 */
record Verdict(
    List<String> deny, List<String> warn, String failure, String revision, List<String> mask) {
  /** Of a failure: what the policy wants to be left out nobody can say, so that all content is. */
  static Verdict failed(String failure) {
    return new Verdict(List.of(), List.of(), failure, "", Masks.CONTENT);
  }

  /** The same of a bundle. */
  Verdict of(String bundle) {
    return new Verdict(deny, warn, failure, bundle, mask);
  }

  boolean hasFailed() {
    return !failure.isEmpty();
  }
}
