package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Reply;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.proposal.Proposal;
import dev.synod.kernel.proposal.ProposalCommand.CastBallot;
import dev.synod.kernel.proposal.ProposalCommand.OpenProposal;
import dev.synod.kernel.proposal.ProposalKey;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.server.problem.ProblemException;
import dev.synod.server.view.ProposalView;
import dev.synod.server.view.Revisions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.ArrayList;
import java.util.Comparator;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Group decisions. */
@Path("/v1/namespaces/{ns}/groups/{group}/proposals")
@RunOnVirtualThread
@Tag(name = "Proposals")
public class ProposalResource {
  private final Asked asked;

  @Inject
  public ProposalResource(Asked asked) {
    this.asked = asked;
  }

  /**
   * A question.
   *
   * @param decision that the group declares
   * @param instance that tells this question from others of the same kind
   * @param subject what it is about
   */
  public record Question(
      @Nullable String decision, @Nullable String instance, @Nullable Value subject) {}

  /** A vote. */
  public record Vote(@Nullable String option, @Nullable String reason) {}

  @GET
  @Governed(Action.PROPOSAL_READ)
  @Operation(summary = "Lists the group's proposals, the oldest first")
  public Listing<ProposalView> list(
      @PathParam("ns") String namespace, @PathParam("group") String group) {
    KernelState state = asked.state();
    GroupRef ref = StateResource.declared(state, namespace, group);
    var found = new ArrayList<Proposal>();
    for (Proposal proposal : state.proposals().table().values()) {
      if (proposal.key().group().equals(ref)) {
        found.add(proposal);
      }
    }
    found.sort(Comparator.comparingLong(Proposal::id));
    return new Listing<>(
        Revisions.text(state.clock(), state.clock().revision()),
        found.stream().map(proposal -> ProposalView.of(proposal, state.clock())).toList(),
        null);
  }

  @GET
  @Path("/{id: [0-9]+}")
  @Governed(Action.PROPOSAL_READ)
  @Operation(summary = "Reads a proposal")
  public ProposalView get(
      @PathParam("ns") String namespace,
      @PathParam("group") String group,
      @PathParam("id") String id) {
    return view(asked.state(), new GroupRef(namespace, group), Id.of(id));
  }

  @POST
  @Governed(value = Action.PROPOSAL_OPEN, byCommand = true)
  @ResponseStatus(201)
  @Operation(summary = "Puts a question to the electorate that the group declares")
  @APIResponse(responseCode = "201", description = "The proposal is open.")
  public ProposalView open(
      @PathParam("ns") String namespace, @PathParam("group") String group, Question body) {
    Question question = Bodies.required(body);
    var ref = new GroupRef(namespace, group);
    var key =
        new ProposalKey(
            ref,
            Bodies.required("decision", question.decision()),
            Bodies.required("instance", question.instance()));
    Value subject = question.subject() == null ? Values.NULL : question.subject();
    Reply.Applied applied = asked.submit(new OpenProposal(key, subject));
    KernelState state = asked.stateAfter(applied);
    Proposal proposal = state.proposals().get(key);
    return view(state, ref, new Id(proposal == null ? applied.id() : proposal.id()));
  }

  @POST
  @Path("/{id: [0-9]+}:ballot")
  @Governed(value = Action.PROPOSAL_BALLOT, byCommand = true)
  @Operation(summary = "Votes as the caller's agent; the same vote again is no change")
  public ProposalView ballot(
      @PathParam("ns") String namespace,
      @PathParam("group") String group,
      @PathParam("id") String id,
      Vote body) {
    Vote vote = Bodies.required(body);
    var ref = new GroupRef(namespace, group);
    var command =
        new CastBallot(
            ref,
            Id.of(id).number(),
            Bodies.required("option", vote.option()),
            vote.reason() == null ? "" : vote.reason());
    return view(asked.stateAfter(asked.submit(command)), ref, Id.of(id));
  }

  private static ProposalView view(KernelState state, GroupRef group, Id id) {
    Proposal proposal = state.proposals().get(id.number());
    if (proposal == null || !proposal.key().group().equals(group)) {
      throw ProblemException.notFound(
          "Expected a proposal of group %s, but found no %d.".formatted(group, id.number()));
    }
    return ProposalView.of(proposal, state.clock());
  }
}
