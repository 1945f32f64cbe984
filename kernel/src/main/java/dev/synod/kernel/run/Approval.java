package dev.synod.kernel.run;

import dev.synod.kernel.Entity;
import dev.synod.kernel.value.Fingerprint;
import java.util.List;

/**
 * A question to a person.
 *
 * @param request what is asked, of whom, until when
 * @param decidedBy subject; empty while pending or when the time was over
 * @param decidedAtMillis 0 while pending
 */
public record Approval(
    long id,
    StepRef step,
    Request request,
    ApprovalStatus status,
    String decidedBy,
    String comment,
    long requestedAtMillis,
    long decidedAtMillis,
    long revision)
    implements Entity {

  /**
   * What is asked.
   *
   * @param roles of which the person must have one
   * @param deadlineMillis 0 for never
   * @param fallbackApproves what is taken when the time is over
   */
  public record Request(
      String title, List<String> roles, long deadlineMillis, boolean fallbackApproves) {}

  Approval settled(
      ApprovalStatus newStatus, String by, String newComment, long atMillis, long newRevision) {
    if (!status.next().contains(newStatus)) {
      throw new IllegalStateException(
          "Expected a transition of approval %d from %s, but found one to %s."
              .formatted(id, status, newStatus));
    }
    return new Approval(
        id, step, request, newStatus, by, newComment, requestedAtMillis, atMillis, newRevision);
  }

  @Override
  public long fingerprint() {
    return new Fingerprint("approval")
        .add(id)
        .add(step.id())
        .add(request.title())
        .addAll(request.roles())
        .add(status.name())
        .add(decidedBy)
        .add(revision)
        .value();
  }
}
