package dev.synod.kernel.permit;

import dev.synod.kernel.Entity;
import dev.synod.kernel.Scope;
import dev.synod.kernel.value.Fingerprint;

/**
 * A decision of governance in force: the subject may do the action in the scope.
 *
 * @param policyRevision that decided
 * @param epoch of the scope's group when it was decided; 0 where the scope is no group
 * @param decision id of the decision in the decision log
 */
public record Permit(
    long id,
    String subject,
    String action,
    Scope scope,
    long policyRevision,
    long epoch,
    long expiresAtMillis,
    String decision)
    implements Entity {
  @Override
  public long fingerprint() {
    return new Fingerprint("permit")
        .add(id)
        .add(subject)
        .add(action)
        .add(scope.toString())
        .add(policyRevision)
        .add(epoch)
        .add(expiresAtMillis)
        .value();
  }
}
