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
              .withPermits(
                  new Permits(
                      permits.table().put(e.permit().id(), e.permit()),
                      permits.policyRevision(),
                      permits.policyDigest()))
              .arm(deadline(e.permit()));
      case PermitEvent.PermitEnded e -> {
        Permit permit = permits.table().require(e.id());
        yield state
            .withPermits(
                new Permits(
                    permits.table().remove(e.id()),
                    permits.policyRevision(),
                    permits.policyDigest()))
            .disarm(deadline(permit));
      }
      case PermitEvent.PolicyActivated e ->
          state.withPermits(new Permits(permits.table(), e.policyRevision(), e.digest()));
    };
  }

  private static Deadline deadline(Permit permit) {
    return new Deadline(permit.expiresAtMillis(), Deadline.Kind.PERMIT, Long.toString(permit.id()));
  }
}
