package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.agent.Agent;
import dev.synod.kernel.run.Definition;
import dev.synod.kernel.run.Workflow;
import dev.synod.kernel.value.Value;
import dev.synod.server.problem.ProblemException;
import dev.synod.server.view.AgentLoads;
import dev.synod.server.view.AgentView;
import dev.synod.server.view.GroupView;
import dev.synod.server.view.GroupWaits;
import dev.synod.server.view.Revisions;
import dev.synod.server.view.WorkflowRuns;
import dev.synod.server.view.WorkflowView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is there, and how it lives. */
@Path("/v1")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Inventory")
public class InventoryResource {
  private final Asked asked;

  @Inject
  public InventoryResource(Asked asked) {
    this.asked = asked;
  }

  @GET
  @Path("/namespaces/{ns}/agents")
  @Governed(Action.AGENT_READ)
  @Operation(summary = "Lists agents by name, with their sessions and tasks")
  public Listing<AgentView> agents(@PathParam("ns") String namespace) {
    KernelState state = asked.state();
    var loads = new AgentLoads(state);
    var found = new ArrayList<AgentView>();
    for (Agent agent : state.agents().values()) {
      if (agent.ref().namespace().equals(namespace)) {
        found.add(AgentView.of(state, agent, loads));
      }
    }
    found.sort(Comparator.comparing(AgentView::name));
    return listing(state, found);
  }

  @GET
  @Path("/namespaces/{ns}/groups")
  @Governed(Action.GROUP_READ)
  @Operation(summary = "Lists coordination groups by name, with what they wait for")
  public Listing<GroupView> groups(@PathParam("ns") String namespace) {
    KernelState state = asked.state();
    var loads = new AgentLoads(state);
    var waits = new GroupWaits(state);
    var found = new ArrayList<GroupView>();
    for (var group : state.groups().in(namespace)) {
      found.add(GroupView.of(state, group, loads, waits));
    }
    return listing(state, found);
  }

  @GET
  @Path("/namespaces/{ns}/workflows")
  @Governed(Action.RUN_READ)
  @Operation(summary = "Lists workflows by name, with their runs counted")
  public Listing<WorkflowView> workflows(@PathParam("ns") String namespace) {
    KernelState state = asked.state();
    var runs = new WorkflowRuns(state);
    var found = new ArrayList<WorkflowView>();
    for (Workflow workflow : state.runs().workflows().values()) {
      if (workflow.ref().namespace().equals(namespace)) {
        found.add(WorkflowView.of(workflow, runs, state.clock()));
      }
    }
    found.sort(Comparator.comparing(WorkflowView::name));
    return listing(state, found);
  }

  @GET
  @Path("/definitions/{digest}")
  @Governed(Action.DEFINITION_READ)
  @Operation(summary = "Reads a workflow's definition by its digest")
  public Value definition(@PathParam("digest") String digest) {
    Definition definition = asked.state().runs().definitions().get(digest);
    if (definition == null) {
      throw ProblemException.notFound(
          "Expected a definition that a workflow or a run uses, but found none of this digest.");
    }
    return definition.text();
  }

  private static <T> Listing<T> listing(KernelState state, List<T> items) {
    return new Listing<>(Revisions.text(state.clock(), state.clock().revision()), items, null);
  }
}
