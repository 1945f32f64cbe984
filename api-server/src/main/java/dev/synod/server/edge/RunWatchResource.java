package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunEvent;
import dev.synod.kernel.run.RunRef;
import dev.synod.log.ReplicatedLog;
import dev.synod.server.edge.EventStream.GoneException;
import dev.synod.server.view.RunView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Watches of runs, as server-sent events. */
@Path("/v1/namespaces/{ns}/runs")
@RunOnVirtualThread
@Tag(name = "Runs")
public class RunWatchResource {
  private final Asked asked;
  private final Watches watches;
  private final ReplicatedLog log;

  @Inject
  public RunWatchResource(Asked asked, Watches watches, ReplicatedLog log) {
    this.asked = asked;
    this.watches = watches;
    this.log = log;
  }

  @GET
  @Produces(Media.EVENTS)
  @Governed(Action.RUN_READ)
  @Operation(summary = "Watches the namespace's runs: put, delete, progress, closed")
  public void watchAll(
      @PathParam("ns") String namespace,
      @HeaderParam(Headers.LAST_EVENT_ID) @Nullable String lastEventId,
      @Context SseEventSink sink,
      @Context Sse sse) {
    watch(lastEventId, sink, sse, ref -> ref.namespace().equals(namespace));
  }

  @GET
  @Path("/{name: [^/:]+}")
  @Produces(Media.EVENTS)
  @Governed(Action.RUN_READ)
  @Operation(summary = "Watches one run: put, delete, progress, closed")
  public void watchOne(
      @PathParam("ns") String namespace,
      @PathParam("name") String name,
      @HeaderParam(Headers.LAST_EVENT_ID) @Nullable String lastEventId,
      @Context SseEventSink sink,
      @Context Sse sse) {
    var wanted = new RunRef(namespace, name);
    RunResource.find(asked.state(), wanted);
    watch(lastEventId, sink, sse, wanted::equals);
  }

  private void watch(
      @Nullable String lastEventId, SseEventSink sink, Sse sse, Predicate<RunRef> wanted) {
    Optional<Long> resume = watches.resumeAfter(lastEventId);
    watches.start(sink, sse, asked.right(), new Content(wanted, asked.state(), resume));
  }

  private final class Content implements Watches.Content {
    private final Predicate<RunRef> wanted;
    private final KernelState beginning;
    private final Optional<Long> resume;

    Content(Predicate<RunRef> wanted, KernelState beginning, Optional<Long> resume) {
      this.wanted = wanted;
      this.beginning = beginning;
      this.resume = resume;
    }

    @Override
    public long begin(EventStream out) throws GoneException, InterruptedException {
      if (resume.isPresent()) {
        return resume.get();
      }
      for (Run run : beginning.runs().runs().values()) {
        if (wanted.test(run.ref())) {
          out.send("put", null, RunView.of(beginning, run));
        }
      }
      long revision = beginning.clock().revision();
      out.send("progress", watches.text(revision), Map.of("revision", watches.text(revision)));
      return revision;
    }

    /** Shows each run that moved once, as it is now, however many events moved it. */
    @Override
    public boolean events(List<Recorded> events, EventStream out)
        throws GoneException, InterruptedException {
      var moved = new LinkedHashSet<RunRef>();
      for (Recorded recorded : events) {
        if (recorded.event() instanceof RunEvent.OfRun event && wanted.test(event.ref())) {
          moved.add(event.ref());
        }
      }
      String id = watches.text(events.getLast().revision());
      KernelState state = log.state();
      for (RunRef ref : moved) {
        Run run = state.runs().get(ref);
        if (run == null) {
          out.send("delete", id, Map.of("namespace", ref.namespace(), "name", ref.name()));
        } else {
          out.send("put", id, RunView.of(state, run));
        }
      }
      return true;
    }
  }
}
