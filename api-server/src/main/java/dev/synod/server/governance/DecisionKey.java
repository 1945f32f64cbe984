package dev.synod.server.governance;

import dev.synod.kernel.Scope;
import java.util.SortedSet;

/**
 * All that a decision rests on: while none of it changes, and its time lasts, it needn't be made
 * again.
 *
 * @param epoch of the scope's group, which changes with its members
 */
record DecisionKey(
    String subject,
    SortedSet<String> roles,
    String action,
    Scope scope,
    long epoch,
    long policyRevision) {}
