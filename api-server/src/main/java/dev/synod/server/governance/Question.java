package dev.synod.server.governance;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Scope;
import dev.synod.kernel.group.Group;
import dev.synod.server.identity.Subject;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is put to policy.
 *
 * @param groups that an agent belongs to, where the question is about its own namespace; what it
 *     belongs to elsewhere is nobody's business here
 * @param action one of {@link dev.synod.kernel.Action}
 */
record Question(Subject subject, SortedSet<String> groups, String action, Scope scope) {
  /** A question, with the groups that the subject belongs to in a state. */
  static Question of(Subject subject, String action, Scope scope, KernelState state) {
    var groups = new TreeSet<String>();
    if (subject.kind() == Subject.Kind.AGENT && subject.namespace().equals(scope.namespace())) {
      for (Group group : state.groups().in(subject.namespace())) {
        if (group.hasMember(subject.name())) {
          groups.add(group.ref().name());
        }
      }
    }
    return new Question(subject, groups, action, scope);
  }
}
