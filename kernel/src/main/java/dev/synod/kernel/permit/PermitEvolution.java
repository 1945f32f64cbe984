package dev.synod.kernel.permit;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.time.Deadline;

/** How events change permits. */
public final class PermitEvolution {
  private PermitEvolution() {}

  public static KernelState evolve(KernelState state, Recorded at, PermitEvent event) {
    Permits permits = state.permits();
    return switch (event) {
      case PermitEvent.PermitGranted e ->
          state
              .withPermits(permits.with(permits.table().put(e.permit().id(), e.permit())))
              .arm(deadline(e.permit()));
      case PermitEvent.PermitEnded e -> {
        Permit permit = permits.table().require(e.id());
        yield state
            .withPermits(permits.with(permits.table().remove(e.id())))
            .disarm(deadline(permit));
      }
      case PermitEvent.PolicyActivated e ->
          state.withPermits(
              new Permits(
                  permits.table(),
                  e.policyRevision(),
                  e.digest(),
                  permits.policies().activated(e.composedAt(), e.baseOnly())));
    };
  }

  private static Deadline deadline(Permit permit) {
    return new Deadline(permit.expiresAtMillis(), Deadline.Kind.PERMIT, Long.toString(permit.id()));
  }
}
