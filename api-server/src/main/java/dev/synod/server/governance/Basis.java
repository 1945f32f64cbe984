package dev.synod.server.governance;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Scope;
import dev.synod.kernel.permit.PermitDecision;

/**
 * What decisions in a scope rest on beside who asks: while it is the same, a decision that holds
 * needn't be looked at again.
 *
 * @param epoch of the scope's group, which changes with its members
 */
public record Basis(long policyRevision, long epoch) {
  static Basis of(KernelState state, Scope scope) {
    return new Basis(state.permits().policyRevision(), PermitDecision.epoch(state, scope));
  }
}
