package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.run.Approval;
import dev.synod.kernel.run.RunCommand.DecideApproval;
import dev.synod.server.identity.Subject;
import dev.synod.server.problem.ProblemException;
import dev.synod.server.view.ApprovalView;
import dev.synod.server.view.Revisions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Questions to people. */
@Path("/v1/namespaces/{ns}/approvals")
@RunOnVirtualThread
@Tag(name = "Approvals")
public class ApprovalResource {
  private final Asked asked;

  @Inject
  public ApprovalResource(Asked asked) {
    this.asked = asked;
  }

  /** What the person adds to the decision. */
  public record Comment(@Nullable String comment) {}

  @GET
  @Governed(Action.APPROVAL_READ)
  @Operation(summary = "Lists approvals, the pending and the settled, the oldest first")
  public Listing<ApprovalView> list(@PathParam("ns") String namespace) {
    KernelState state = asked.state();
    var found = new ArrayList<Approval>();
    for (Approval approval : state.runs().approvals().values()) {
      if (approval.step().run().namespace().equals(namespace)) {
        found.add(approval);
      }
    }
    found.sort(Comparator.comparingLong(Approval::id));
    return new Listing<>(
        Revisions.text(state.clock(), state.clock().revision()),
        found.stream().map(approval -> ApprovalView.of(approval, state.clock())).toList(),
        null);
  }

  @POST
  @Path("/{id: [0-9]+}:approve")
  @Governed(value = Action.APPROVAL_DECIDE, byCommand = true)
  @Operation(summary = "Approves, as a person with one of the asked roles")
  public ApprovalView approve(
      @PathParam("ns") String namespace, @PathParam("id") String id, @Nullable Comment body) {
    return decide(namespace, Id.of(id), true, body);
  }

  @POST
  @Path("/{id: [0-9]+}:reject")
  @Governed(value = Action.APPROVAL_DECIDE, byCommand = true)
  @Operation(summary = "Rejects, as a person with one of the asked roles")
  public ApprovalView reject(
      @PathParam("ns") String namespace, @PathParam("id") String id, @Nullable Comment body) {
    return decide(namespace, Id.of(id), false, body);
  }

  private ApprovalView decide(String namespace, Id id, boolean approve, @Nullable Comment body) {
    String comment = body == null || body.comment() == null ? "" : body.comment();
    var command = new DecideApproval(namespace, id.number(), approve, comment, roles(namespace));
    KernelState state = asked.stateAfter(asked.submit(command));
    Approval approval = state.runs().approvals().get(id.number());
    if (approval == null) {
      throw ProblemException.notFound(
          "Expected an approval in namespace %s, but found no %d."
              .formatted(namespace, id.number()));
    }
    return ApprovalView.of(approval, state.clock());
  }

  /** The caller's roles in the namespace, as approvals name them. */
  private List<String> roles(String namespace) {
    Subject subject = asked.subject();
    String suffix = ":" + namespace;
    return subject.roles().stream()
        .filter(role -> !role.contains(":") || role.endsWith(suffix))
        .map(role -> role.contains(":") ? role.substring(0, role.indexOf(':')) : role)
        .distinct()
        .toList();
  }
}
