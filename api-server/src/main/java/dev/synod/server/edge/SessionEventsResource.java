package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.session.SessionDecision;
import dev.synod.log.ReplicatedLog;
import dev.synod.server.edge.EventStream.GoneException;
import dev.synod.server.gateway.RejectedException;
import dev.synod.server.gateway.SessionFeed;
import dev.synod.server.gateway.SessionSignal;
import dev.synod.server.view.BarrierView;
import dev.synod.server.view.ProposalView;
import dev.synod.server.view.Revisions;
import dev.synod.server.view.TaskView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a session is told, as server-sent events. */
@Path("/v1/namespaces/{ns}/sessions/{id: [0-9]+}/events")
@RunOnVirtualThread
@Tag(name = "Sessions")
public class SessionEventsResource {
  private final Asked asked;
  private final Watches watches;
  private final ReplicatedLog log;

  @Inject
  public SessionEventsResource(Asked asked, Watches watches, ReplicatedLog log) {
    this.asked = asked;
    this.watches = watches;
    this.log = log;
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Governed(Action.SESSION_OPEN)
  @Operation(
      summary =
          "First what the session holds, then what it is told: assigned, revoked, proposal, barrier, progress, closed")
  public void events(
      @PathParam("ns") String namespace,
      @PathParam("id") String id,
      @HeaderParam(Headers.LAST_EVENT_ID) @Nullable String lastEventId,
      @Context SseEventSink sink,
      @Context Sse sse) {
    Optional<Long> resume = watches.resumeAfter(lastEventId);
    KernelState state = asked.state();
    Session session = state.sessions().get(Id.of(id).number());
    if (session == null || !session.subject().equals(asked.subject().id())) {
      throw new RejectedException(SessionDecision.gone(Id.of(id).number()));
    }
    watches.start(sink, sse, asked.right(), new Content(session, state, resume));
  }

  private final class Content implements Watches.Content {
    private final SessionFeed feed;
    private final KernelState beginning;
    private final Optional<Long> resume;

    Content(Session session, KernelState beginning, Optional<Long> resume) {
      this.feed = new SessionFeed(session);
      this.beginning = beginning;
      this.resume = resume;
    }

    @Override
    public long begin(EventStream out) throws GoneException, InterruptedException {
      // What is held is told after a resume, too: it may have been assigned before the last event
      // that was seen.
      long revision = beginning.clock().revision();
      for (SessionSignal signal : feed.begin(beginning)) {
        send(signal, null, out);
      }
      long after = Math.min(resume.orElse(revision), revision);
      String text = Revisions.text(beginning.clock(), after);
      out.send("progress", text, Map.of("revision", text));
      return after;
    }

    @Override
    public boolean events(List<Recorded> events, EventStream out)
        throws GoneException, InterruptedException {
      String id = watches.text(events.getLast().revision());
      for (SessionSignal signal : feed.after(events, log.state())) {
        send(signal, id, out);
        if (signal instanceof SessionSignal.Ended) {
          return false;
        }
      }
      return true;
    }

    private void send(SessionSignal signal, @Nullable String id, EventStream out)
        throws GoneException, InterruptedException {
      var clock = log.state().clock();
      switch (signal) {
        case SessionSignal.Assigned s ->
            out.send("assigned", id, Map.of("task", TaskView.of(s.task(), clock)));
        case SessionSignal.Revoked s ->
            out.send(
                "revoked",
                id,
                Map.of(
                    "task",
                    Long.toString(s.task()),
                    "token",
                    Long.toString(s.token()),
                    "reason",
                    s.reason()));
        case SessionSignal.Proposed s ->
            out.send("proposal", id, Map.of("proposal", ProposalView.of(s.proposal(), clock)));
        case SessionSignal.Settled s -> out.send("barrier", id, BarrierView.of(s.barrier(), clock));
        case SessionSignal.Ended s -> out.send("closed", id, Map.of("reason", s.reason()));
        case SessionSignal.Turn _, SessionSignal.RunRevoked _ -> {
          // Runs are driven over gRPC alone.
        }
      }
    }
  }
}
