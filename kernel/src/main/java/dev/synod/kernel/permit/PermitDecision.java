package dev.synod.kernel.permit;

import dev.synod.kernel.Action;
import dev.synod.kernel.Code;
import dev.synod.kernel.Command;
import dev.synod.kernel.Draft;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.Scope;
import dev.synod.kernel.group.Group;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.permit.PermitCommand.ActivatePolicy;
import dev.synod.kernel.permit.PermitCommand.GrantPermit;
import dev.synod.kernel.time.Durations;
import org.jspecify.annotations.Nullable;

/** Decides on permits, and checks each command against its own. */
public final class PermitDecision {
  private PermitDecision() {}

  public static @Nullable Rejection decide(Draft draft, PermitCommand command) {
    return switch (command) {
      case GrantPermit c -> grant(draft, c);
      case ActivatePolicy c -> activate(draft, c);
    };
  }

  private static @Nullable Rejection grant(Draft draft, GrantPermit command) {
    Permits permits = draft.state().permits();
    if (command.policyRevision() != permits.policyRevision()) {
      return new Rejection(
          Code.POLICY_STALE,
          "Expected a decision of policy revision %d, which is in force, but found one of %d."
              .formatted(permits.policyRevision(), command.policyRevision()));
    }
    if (command.epoch() != epoch(draft.state(), command.scope())) {
      return new Rejection(
          Code.PERMIT_STALE,
          "Expected a decision on the present members of %s; they changed while it was made."
              .formatted(command.scope()));
    }
    if (command.validMillis() < 1 || command.validMillis() > Limits.PERMIT_MILLIS_MAX) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected a permit for %s to %s, but found %s."
              .formatted(
                  Durations.text(1),
                  Durations.text(Limits.PERMIT_MILLIS_MAX),
                  Durations.text(command.validMillis())));
    }
    if (permits.table().size() >= Limits.PERMITS_MAX) {
      return new Rejection(
          Code.LIMIT_EXCEEDED, "Expected fewer than " + Limits.PERMITS_MAX + " permits in force.");
    }
    long id = draft.nextRevision();
    draft.created(id);
    draft.emit(
        new PermitEvent.PermitGranted(
            new Permit(
                id,
                command.subject(),
                command.permittedAction(),
                command.scope(),
                command.policyRevision(),
                command.epoch(),
                draft.now() + command.validMillis(),
                command.decision(),
                command.quota())));
    return null;
  }

  private static @Nullable Rejection activate(Draft draft, ActivatePolicy command) {
    long inForce = draft.state().permits().policyRevision();
    if (command.policyRevision() <= inForce) {
      return command.policyRevision() == inForce
              && command.digest().equals(draft.state().permits().policyDigest())
              && command.composedAt() == draft.state().permits().policies().composedAt()
          ? null
          : new Rejection(
              Code.POLICY_STALE,
              "Expected a policy revision above %d, but found %d."
                  .formatted(inForce, command.policyRevision()));
    }
    draft.emit(
        new PermitEvent.PolicyActivated(
            command.policyRevision(), command.digest(), command.composedAt(), command.baseOnly()));
    return null;
  }

  /** Ends a permit whose time is over. */
  public static void timeOut(Draft draft, long id) {
    Permit permit = draft.state().permits().get(id);
    if (permit != null) {
      draft.emit(new PermitEvent.PermitEnded(id, permit.scope(), "Its time is over."));
    }
  }

  /**
   * The epoch that a permit for the scope rests on: the group's, or 0 where the scope is no group.
   */
  public static long epoch(KernelState state, Scope scope) {
    if (scope.group().isEmpty()) {
      return 0;
    }
    Group group = state.groups().get(new GroupRef(scope.namespace(), scope.group()));
    return group == null ? 0 : group.epoch();
  }

  /** Checks that the origin holds a permit for the command which is still in force. */
  public static @Nullable Rejection check(KernelState state, Origin origin, Command command) {
    if (origin.subject().equals(Origin.SYSTEM)
        || command.action().equals(Action.POLICY_BREAK_GLASS)) {
      return null;
    }
    Permit permit = origin.permit() == 0 ? null : state.permits().get(origin.permit());
    if (permit == null) {
      return new Rejection(
          Code.PERMIT_REQUIRED,
          "Expected a permit of %s for %s in %s, but found none in force."
              .formatted(origin.subject(), command.action(), command.scope()));
    }
    if (!permit.subject().equals(origin.subject())
        || !permit.action().equals(command.action())
        || !covers(permit.scope(), command.scope())) {
      return new Rejection(
          Code.PERMISSION_DENIED,
          "Expected a permit of %s for %s in %s, but permit %d is of %s for %s in %s."
              .formatted(
                  origin.subject(),
                  command.action(),
                  command.scope(),
                  permit.id(),
                  permit.subject(),
                  permit.action(),
                  permit.scope()));
    }
    if (permit.policyRevision() != state.permits().policyRevision()
        || permit.epoch() != epoch(state, permit.scope())
        || permit.expiresAtMillis() <= state.clock().timeMillis()) {
      return new Rejection(
          Code.PERMIT_STALE,
          "Expected a permit that is still in force, but what permit %d rests on has changed."
              .formatted(permit.id()));
    }
    return null;
  }

  /**
   * Checks that a command left its namespace within the quota of its permit.
   *
   * @param before the state in which the command was decided on
   * @param after what it made of that
   */
  public static @Nullable Rejection checkQuota(
      KernelState before, KernelState after, Origin origin, Command command) {
    Permit permit = origin.permit() == 0 ? null : before.permits().get(origin.permit());
    return permit == null || permit.quota() == null
        ? null
        : permit.quota().check(command.scope().namespace(), before, after);
  }

  private static boolean covers(Scope permitted, Scope wanted) {
    return permitted.equals(wanted) || permitted.equals(Scope.CLUSTER);
  }
}
