package dev.synod.server.governance;

/**
 * What decisions in a scope rest on beside who asks: while it is the same, a decision that holds
 * needn't be looked at again.
 *
 * @param epoch of the scope's group, which changes with its members
 */
public record Basis(long policyRevision, long epoch) {}
