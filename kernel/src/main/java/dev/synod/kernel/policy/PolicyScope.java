package dev.synod.kernel.policy;

import dev.synod.kernel.value.Fingerprint;
import java.util.SortedSet;

/**
 * Which questions a policy has a say in; an empty set is no restriction.
 *
 * @param actions words of {@link dev.synod.kernel.Action}, or a family of them such as {@code
 *     task.*}
 */
public record PolicyScope(
    SortedSet<String> namespaces, SortedSet<String> groups, SortedSet<String> actions) {
  Fingerprint addTo(Fingerprint fingerprint) {
    return fingerprint.addAll(namespaces).addAll(groups).addAll(actions);
  }

  int size() {
    return namespaces.size() + groups.size() + actions.size();
  }
}
