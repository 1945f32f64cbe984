package dev.synod.kernel.permit;

import dev.synod.kernel.Entity;
import dev.synod.kernel.Scope;
import dev.synod.kernel.quota.Quota;
import dev.synod.kernel.value.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * A decision of governance in force: the subject may do the action in the scope.
 *
 * @param policyRevision that decided
 * @param epoch of the scope's group when it was decided; 0 where the scope is no group
 * @param decision id of the decision in the decision log
 * @param quota that the action may not exceed where it makes one more of something; null for none
 */
public record Permit(
    long id,
    String subject,
    String action,
    Scope scope,
    long policyRevision,
    long epoch,
    long expiresAtMillis,
    String decision,
    @Nullable Quota quota)
    implements Entity {
  @Override
  public long fingerprint() {
    Fingerprint print =
        new Fingerprint("permit")
            .add(id)
            .add(subject)
            .add(action)
            .add(scope.toString())
            .add(policyRevision)
            .add(epoch)
            .add(expiresAtMillis);
    // A permit without a quota keeps the fingerprint that it had before there were any.
    return quota == null
        ? print.value()
        : print.add(quota.kind().word()).add(quota.max()).add(quota.policy()).value();
  }
}
