package dev.synod.server.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synod.kernel.Clock;
import dev.synod.kernel.run.Approval;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to a person.
 *
 * @param run that asks
 * @param roles of which the person must have one
 * @param fallback {@code Approve} or {@code Reject}: what is taken when the deadline passes
 * @param decidedBy subject of the person
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApprovalView(
    String id,
    String namespace,
    String run,
    String step,
    String title,
    List<String> roles,
    String status,
    String requestedAt,
    @Nullable String deadline,
    String fallback,
    @Nullable String decidedBy,
    @Nullable String comment,
    String revision) {

  public static ApprovalView of(Approval approval, Clock clock) {
    var request = approval.request();
    return new ApprovalView(
        Long.toString(approval.id()),
        approval.step().run().namespace(),
        approval.step().run().name(),
        approval.step().path(),
        request.title(),
        request.roles(),
        Words.camel(approval.status()),
        Words.time(approval.requestedAtMillis()),
        Words.timeOrNull(request.deadlineMillis()),
        request.fallbackApproves() ? "Approve" : "Reject",
        Words.textOrNull(approval.decidedBy()),
        Words.textOrNull(approval.comment()),
        Revisions.text(clock, approval.revision()));
  }
}
