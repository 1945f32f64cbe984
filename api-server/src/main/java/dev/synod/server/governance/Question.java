package dev.synod.server.governance;

import dev.synod.kernel.Scope;
import dev.synod.server.identity.Subject;
import java.util.SortedSet;

/**
 * What is put to policy.
 *
 * @param groups that an agent belongs to, in its namespace
 * @param action one of {@link dev.synod.kernel.Action}
 */
record Question(Subject subject, SortedSet<String> groups, String action, Scope scope) {}
