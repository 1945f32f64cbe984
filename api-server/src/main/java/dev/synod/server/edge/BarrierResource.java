package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.barrier.Barrier;
import dev.synod.kernel.barrier.BarrierCommand.ArriveAtBarrier;
import dev.synod.kernel.barrier.BarrierKey;
import dev.synod.kernel.group.GroupRef;
import dev.synod.server.problem.ProblemException;
import dev.synod.server.view.BarrierView;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Barriers: gates that open when all parties have arrived. */
@Path("/v1/namespaces/{ns}/groups/{group}/barriers")
@RunOnVirtualThread
@Tag(name = "Barriers")
public class BarrierResource {
  private final Asked asked;

  @Inject
  public BarrierResource(Asked asked) {
    this.asked = asked;
  }

  /** An arrival, of the session that takes the seat. */
  public record Arrival(@Nullable Id session) {}

  @GET
  @Governed(Action.BARRIER_READ)
  @Operation(summary = "Lists the group's barriers by name and instance")
  public Listing<BarrierView> list(
      @PathParam("ns") String namespace, @PathParam("group") String group) {
    KernelState state = asked.state();
    GroupRef ref = StateResource.declared(state, namespace, group);
    var found = new ArrayList<Barrier>();
    for (Barrier barrier : state.barriers().values()) {
      if (barrier.key().group().equals(ref)) {
        found.add(barrier);
      }
    }
    found.sort(Comparator.comparing(Barrier::key));
    return new Listing<>(
        Revisions.text(state.clock(), state.clock().revision()),
        found.stream().map(barrier -> BarrierView.of(barrier, state.clock())).toList(),
        null);
  }

  @GET
  @Path("/{name}/instances/{instance}")
  @Governed(Action.BARRIER_READ)
  @Operation(summary = "Reads one instance of a barrier")
  public BarrierView get(
      @PathParam("ns") String namespace,
      @PathParam("group") String group,
      @PathParam("name") String name,
      @PathParam("instance") String instance) {
    return view(asked.state(), new BarrierKey(new GroupRef(namespace, group), name, instance));
  }

  @POST
  @Path("/{name}/instances/{instance: [^/:]+}:arrive")
  @Governed(value = Action.BARRIER_ARRIVE, byCommand = true)
  @Operation(summary = "Takes the caller's seat; arriving again is no change")
  public BarrierView arrive(
      @PathParam("ns") String namespace,
      @PathParam("group") String group,
      @PathParam("name") String name,
      @PathParam("instance") String instance,
      Arrival body) {
    var key = new BarrierKey(new GroupRef(namespace, group), name, instance);
    long session = Bodies.required("session", Bodies.required(body).session()).number();
    return view(asked.stateAfter(asked.submit(new ArriveAtBarrier(key, session))), key);
  }

  private static BarrierView view(KernelState state, BarrierKey key) {
    Barrier barrier = state.barriers().get(key);
    if (barrier == null) {
      throw ProblemException.notFound(
          "Expected an instance of barrier %s in group %s, but found no '%s'."
              .formatted(key.name(), key.group(), key.instance()));
    }
    return BarrierView.of(barrier, state.clock());
  }
}
