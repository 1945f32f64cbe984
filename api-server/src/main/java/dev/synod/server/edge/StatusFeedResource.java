package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Recorded;
import dev.synod.log.ReplicatedLog;
import dev.synod.server.declaration.Changes;
import dev.synod.server.declaration.Kind;
import dev.synod.server.declaration.LiveStatus;
import dev.synod.server.declaration.LiveStatuses;
import dev.synod.server.edge.EventStream.GoneException;
import dev.synod.server.gateway.StreamLimits;
import dev.synod.server.governance.PolicyTallies;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The statuses of all that is declared, as they change, coalesced. */
@Path("/v1/declarations")
@RunOnVirtualThread
@Tag(name = "Declarations")
public class StatusFeedResource {
  private final Asked asked;
  private final Watches watches;
  private final ReplicatedLog log;
  private final StreamLimits limits;
  private final PolicyTallies tallies;

  @Inject
  public StatusFeedResource(
      Asked asked, Watches watches, ReplicatedLog log, StreamLimits limits, PolicyTallies tallies) {
    this.tallies = tallies;
    this.asked = asked;
    this.watches = watches;
    this.log = log;
    this.limits = limits;
  }

  @GET
  @Path("/{kind}/status")
  @Produces(Media.EVENTS)
  @Governed(Action.DECLARATION_READ)
  @Operation(summary = "Tells each status, and again when it changes: status, progress, closed")
  public void feed(@PathParam("kind") String kind, @Context SseEventSink sink, @Context Sse sse) {
    Kind wanted = DeclarationResource.kind(kind);
    // While a replica still reads its log, what it holds is long over: nobody may be told that.
    KernelState beginning = asked.state();
    watches.start(sink, sse, asked.right(), new Content(wanted, beginning));
  }

  private final class Content implements Watches.Content {
    private final Kind kind;
    private final KernelState beginning;
    private final Changes changes = new Changes();
    private boolean stale = true;
    private long toldAtNanos;

    Content(Kind kind, KernelState beginning) {
      this.kind = kind;
      this.beginning = beginning;
    }

    @Override
    public long begin(EventStream out) throws GoneException, InterruptedException {
      tell(beginning, out);
      return beginning.clock().revision();
    }

    @Override
    public boolean events(List<Recorded> events, EventStream out) {
      stale = true;
      return true;
    }

    @Override
    public void idle(EventStream out) throws GoneException, InterruptedException {
      if (stale && System.nanoTime() - toldAtNanos >= limits.statusInterval().toNanos()) {
        tell(log.state(), out);
      }
    }

    @Override
    public Duration idleInterval() {
      return limits.statusInterval();
    }

    private void tell(KernelState state, EventStream out)
        throws GoneException, InterruptedException {
      // What policies say is counted outside of the state, without an event.
      stale = kind == Kind.POLICIES;
      toldAtNanos = System.nanoTime();
      for (LiveStatus status : changes.since(LiveStatuses.all(state, kind, tallies))) {
        out.send("status", status.revision(), status);
      }
    }
  }
}
