package dev.synod.server.governance;

import java.util.List;

/**
 * Leave to act.
 *
 * @param permit the logged permit that the kernel rechecks; 0 where only reading was asked for
 * @param policyRevision that decided
 * @param warnings of declared policies, for the caller
 */
public record Grant(long permit, long policyRevision, List<Decision.Reason> warnings) {}
