package dev.synod.audit.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Which entries a report shows. An empty list stands for all; an action may end in {@code .*}.
 *
 * @param outcomes {@code applied}, or codes of refusals
 */
public record Filter(
    List<String> namespaces,
    List<String> groups,
    List<String> subjects,
    List<String> actions,
    List<String> outcomes) {
  /** Shows all. */
  public static final Filter ALL =
      new Filter(List.of(), List.of(), List.of(), List.of(), List.of());

  private static final String ANY_VERB = ".*";

  public Filter {
    namespaces = List.copyOf(namespaces);
    groups = List.copyOf(groups);
    subjects = List.copyOf(subjects);
    actions = List.copyOf(actions);
    outcomes = List.copyOf(outcomes);
  }

  /** What it asks for, such as {@code namespace=review}; nothing where it shows all. */
  public List<String> words() {
    var words = new ArrayList<String>();
    namespaces.forEach(value -> words.add("namespace=" + value));
    groups.forEach(value -> words.add("group=" + value));
    subjects.forEach(value -> words.add("subject=" + value));
    actions.forEach(value -> words.add("action=" + value));
    outcomes.forEach(value -> words.add("outcome=" + value));
    return words;
  }

  /** Whether it shows an entry. */
  public boolean shows(AuditEntry entry) {
    AuditEntry.Deed deed = entry.deed();
    return holds(namespaces, deed.namespace())
        && holds(groups, deed.group())
        && holds(subjects, entry.subject())
        && holds(outcomes, deed.outcome())
        && (actions.isEmpty()
            || actions.stream().anyMatch(pattern -> fits(pattern, deed.action())));
  }

  private static boolean holds(List<String> wanted, String found) {
    return wanted.isEmpty() || wanted.contains(found);
  }

  private static boolean fits(String pattern, String action) {
    return pattern.endsWith(ANY_VERB)
        ? action.startsWith(pattern.substring(0, pattern.length() - 1))
        : action.equals(pattern);
  }
}
