package dev.synod.kernel.audit;

import dev.synod.kernel.KernelState;

/** Changes holds; payloads and keys are not part of the state. */
public final class AuditEvolution {
  private AuditEvolution() {}

  /** The state after an event. */
  public static KernelState evolve(KernelState state, AuditEvent event) {
    return switch (event) {
      case AuditEvent.HoldPlaced e -> state.withHolds(state.holds().put(e.hold().name(), e.hold()));
      case AuditEvent.HoldReleased e -> state.withHolds(state.holds().remove(e.name()));
      case AuditEvent.PayloadErased _ -> state;
      case AuditEvent.RetentionEnded _ -> state;
      case AuditEvent.ReportRecorded _ -> state;
      case AuditEvent.KeysAnnounced _ -> state;
    };
  }
}
