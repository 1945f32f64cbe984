package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunCommand.CancelRun;
import dev.synod.kernel.run.RunCommand.StartRun;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.server.problem.ProblemException;
import dev.synod.server.view.Revisions;
import dev.synod.server.view.RunView;
import dev.synod.server.view.Why;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Comparator;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Runs of workflows. */
@Path("/v1/namespaces/{ns}/runs")
@RunOnVirtualThread
@Tag(name = "Runs")
public class RunResource {
  private final Asked asked;

  @Inject
  public RunResource(Asked asked) {
    this.asked = asked;
  }

  /** A new run of a declared workflow. */
  public record Start(@Nullable String name, @Nullable String workflow, @Nullable Value input) {}

  /** Why a run is to end. */
  public record Cancellation(@Nullable String reason) {}

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(Action.RUN_READ)
  @Operation(summary = "Lists runs by name, without their steps")
  public Listing<RunView> list(@PathParam("ns") String namespace) {
    KernelState state = asked.state();
    var found = new ArrayList<Run>();
    for (Run run : state.runs().runs().values()) {
      if (run.ref().namespace().equals(namespace)) {
        found.add(run);
      }
    }
    found.sort(Comparator.comparing(Run::ref));
    return new Listing<>(
        Revisions.text(state.clock(), state.clock().revision()),
        found.stream().map(run -> RunView.summary(state, run)).toList(),
        null);
  }

  @GET
  @Path("/{name: [^/:]+}")
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(Action.RUN_READ)
  @Operation(summary = "Reads a run with its steps")
  public RunView get(@PathParam("ns") String namespace, @PathParam("name") String name) {
    KernelState state = asked.state();
    return RunView.of(state, find(state, new RunRef(namespace, name)));
  }

  @POST
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(value = Action.RUN_START, byCommand = true)
  @ResponseStatus(201)
  @Operation(summary = "Starts a run; starting the same one again is no change")
  @APIResponse(responseCode = "201", description = "The run has begun.")
  public RunView start(@PathParam("ns") String namespace, Start body) {
    Start start = Bodies.required(body);
    var ref = new RunRef(namespace, Names.name(Bodies.required("name", start.name())));
    var command =
        new StartRun(
            ref,
            new Declaration("", 0, asked.subject().id()),
            Names.name(Bodies.required("workflow", start.workflow())),
            start.input() == null ? Values.EMPTY : start.input());
    KernelState state = asked.stateAfter(asked.submit(command));
    return RunView.of(state, find(state, ref));
  }

  @POST
  @Path("/{name: [^/:]+}:cancel")
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(value = Action.RUN_CANCEL, byCommand = true)
  @Operation(summary = "Ends a run and all that it waits for")
  public RunView cancel(
      @PathParam("ns") String namespace,
      @PathParam("name") String name,
      @Nullable Cancellation body) {
    var ref = new RunRef(namespace, name);
    String reason =
        body == null || body.reason() == null
            ? "Cancelled by " + asked.subject().id() + "."
            : body.reason();
    KernelState state = asked.stateAfter(asked.submit(new CancelRun(ref, reason)));
    return RunView.of(state, find(state, ref));
  }

  @GET
  @Path("/{name: [^/:]+}:why")
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(Action.RUN_READ)
  @Operation(summary = "Tells for what a run waits, for whom, and since when")
  public Why why(@PathParam("ns") String namespace, @PathParam("name") String name) {
    KernelState state = asked.state();
    return Why.of(state, find(state, new RunRef(namespace, name)));
  }

  static Run find(KernelState state, RunRef ref) {
    Run run = state.runs().get(ref);
    if (run == null) {
      throw ProblemException.notFound(
          "Expected a run, but found no %s. Where its WorkflowRun was applied, the resource says why it has not begun: kubectl describe workflowrun/%s -n %s"
              .formatted(ref, ref.name(), ref.namespace()));
    }
    return run;
  }
}
