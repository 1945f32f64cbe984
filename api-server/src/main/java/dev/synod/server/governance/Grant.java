package dev.synod.server.governance;

/**
 * Leave to act.
 *
 * @param permit the logged permit that the kernel rechecks; 0 where only reading was asked for
 * @param policyRevision that decided
 */
public record Grant(long permit, long policyRevision) {}
