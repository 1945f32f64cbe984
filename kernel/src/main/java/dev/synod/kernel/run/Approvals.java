package dev.synod.kernel.run;

import dev.synod.kernel.Code;
import dev.synod.kernel.Draft;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.run.RunCommand.DecideApproval;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Decides on approvals. */
public final class Approvals {
  private Approvals() {}

  static @Nullable Rejection decide(Draft draft, DecideApproval command) {
    Approval approval = draft.state().runs().approvals().get(command.approval());
    if (approval == null || !approval.step().run().namespace().equals(command.namespace())) {
      return new Rejection(
          Code.NOT_FOUND,
          "Expected an approval in namespace %s, but found no %d."
              .formatted(command.namespace(), command.approval()));
    }
    if (Collections.disjoint(approval.request().roles(), command.roles())) {
      return new Rejection(
          Code.PERMISSION_DENIED,
          "Expected a person with one of the roles %s, but %s has %s."
              .formatted(approval.request().roles(), draft.origin().subject(), command.roles()));
    }
    if (command.comment().length() > Limits.TEXT_LENGTH_MAX) {
      return new Rejection(
          Code.TOO_LARGE,
          "Expected a comment of at most " + Limits.TEXT_LENGTH_MAX + " characters.");
    }
    var wanted = command.approve() ? ApprovalStatus.APPROVED : ApprovalStatus.REJECTED;
    if (approval.status() != ApprovalStatus.PENDING) {
      return approval.status() == wanted && approval.decidedBy().equals(draft.origin().subject())
          ? null
          : new Rejection(
              Code.FAILED_PRECONDITION,
              "Expected a pending approval, but %d is %s already%s."
                  .formatted(
                      approval.id(),
                      approval.status(),
                      approval.decidedBy().isEmpty() ? "" : " by " + approval.decidedBy()));
    }
    String by = draft.origin().subject();
    settle(draft, approval, wanted, by, command.comment());
    return null;
  }

  /** Takes the declared fallback of an approval whose time is over. */
  public static void timeOut(Draft draft, long id) {
    Approval approval = draft.state().runs().approvals().get(id);
    if (approval != null && approval.status() == ApprovalStatus.PENDING) {
      settle(draft, approval, ApprovalStatus.TIMED_OUT, "", "Nobody decided in time.");
    }
  }

  /** Withdraws a question that no longer matters. */
  static void withdraw(Draft draft, long id) {
    Approval approval = draft.state().runs().approvals().get(id);
    if (approval != null && approval.status() == ApprovalStatus.PENDING) {
      draft.emit(
          new RunEvent.ApprovalDecided(
              approval.step().run(), id, ApprovalStatus.WITHDRAWN, "", ""));
    }
  }

  private static void settle(
      Draft draft, Approval approval, ApprovalStatus status, String by, String comment) {
    draft.emit(
        new RunEvent.ApprovalDecided(approval.step().run(), approval.id(), status, by, comment));
    boolean timedOut = status == ApprovalStatus.TIMED_OUT;
    boolean approved =
        timedOut ? approval.request().fallbackApproves() : status == ApprovalStatus.APPROVED;
    Inboxes.answer(
        draft,
        approval.step().run(),
        new Awaiting.PersonDecision(approval.id()),
        new Trigger.ApprovalSettled(approval.step().path(), approved, by, comment, timedOut));
  }
}
