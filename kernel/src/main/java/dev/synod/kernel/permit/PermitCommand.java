package dev.synod.kernel.permit;

import dev.synod.kernel.Action;
import dev.synod.kernel.Command;
import dev.synod.kernel.Scope;
import dev.synod.kernel.quota.Quota;
import org.jspecify.annotations.Nullable;

/** What governance decided outside, for the kernel to recheck. */
public sealed interface PermitCommand extends Command {
  @Override
  default String action() {
    return Action.SYSTEM;
  }

  /**
   * Logs a permit; its id is the event's revision.
   *
   * @param quota as {@link Permit#quota}
   */
  record GrantPermit(
      String subject,
      String permittedAction,
      Scope scope,
      long policyRevision,
      long epoch,
      long validMillis,
      String decision,
      @Nullable Quota quota)
      implements PermitCommand {}

  /**
   * Puts a policy revision in force; permits of earlier ones end.
   *
   * @param digest of the bundle
   * @param composedAt {@link dev.synod.kernel.policy.Policies#changedAt} of the declared policies
   *     that the bundle was composed from
   * @param baseOnly whether they were left out, in an emergency
   */
  record ActivatePolicy(long policyRevision, String digest, long composedAt, boolean baseOnly)
      implements PermitCommand {
    @Override
    public Scope scope() {
      return Scope.CLUSTER;
    }
  }
}
