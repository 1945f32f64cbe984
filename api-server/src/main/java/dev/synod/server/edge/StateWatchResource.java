package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.document.Document;
import dev.synod.kernel.document.DocumentEvent;
import dev.synod.kernel.group.GroupEvent;
import dev.synod.kernel.group.GroupRef;
import dev.synod.server.edge.EventStream.GoneException;
import dev.synod.server.view.DocumentView;
import dev.synod.server.view.Revisions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Watches of a group's shared state, as server-sent events. */
@Path("/v1/namespaces/{ns}/groups/{group}/state")
@RunOnVirtualThread
@Tag(name = "Shared state")
public class StateWatchResource {
  private static final int PAGE = 500;

  private final Asked asked;
  private final Watches watches;

  @Inject
  public StateWatchResource(Asked asked, Watches watches) {
    this.asked = asked;
    this.watches = watches;
  }

  /** A document was removed. */
  public record Deletion(String key, String revision) {}

  @GET
  @Produces(Media.EVENTS)
  @Governed(Action.STATE_READ)
  @Operation(
      summary = "Watches documents by prefix: put, delete, progress, closed",
      description =
          "Begins with a put for each document that is there, unless it resumes after the revision in the header"
              + " Last-Event-ID or the parameter resumeAfter.")
  public void watch(
      @PathParam("ns") String namespace,
      @PathParam("group") String group,
      @QueryParam("prefix") @DefaultValue("") String prefix,
      @QueryParam("resumeAfter") @Nullable String resumeAfter,
      @HeaderParam(Headers.LAST_EVENT_ID) @Nullable String lastEventId,
      @Context SseEventSink sink,
      @Context Sse sse) {
    Optional<Long> resume = watches.resumeAfter(lastEventId == null ? resumeAfter : lastEventId);
    KernelState state = asked.state();
    GroupRef ref = StateResource.declared(state, namespace, group);
    watches.start(sink, sse, asked.right(), new Content(ref, prefix, state, resume));
  }

  private final class Content implements Watches.Content {
    private final GroupRef group;
    private final String prefix;
    private final KernelState beginning;
    private final Optional<Long> resume;

    Content(GroupRef group, String prefix, KernelState beginning, Optional<Long> resume) {
      this.group = group;
      this.prefix = prefix;
      this.beginning = beginning;
      this.resume = resume;
    }

    @Override
    public long begin(EventStream out) throws GoneException, InterruptedException {
      if (resume.isPresent()) {
        return resume.get();
      }
      String after = "";
      List<Document> page;
      do {
        page = beginning.documents().list(group, prefix, after, PAGE);
        for (Document document : page) {
          out.send("put", null, DocumentView.of(document, beginning.clock()));
          after = document.key();
        }
      } while (page.size() == PAGE);
      long revision = beginning.clock().revision();
      String text = Revisions.text(beginning.clock(), revision);
      out.send("progress", text, Map.of("revision", text));
      return revision;
    }

    @Override
    public boolean events(List<Recorded> events, EventStream out)
        throws GoneException, InterruptedException {
      for (Recorded recorded : events) {
        String id = watches.text(recorded.revision());
        switch (recorded.event()) {
          case DocumentEvent.DocumentWritten e when concerns(e) ->
              out.send(
                  "put",
                  id,
                  new DocumentView(
                      e.key(),
                      e.value(),
                      id,
                      Instant.ofEpochMilli(recorded.timeMillis()).toString(),
                      e.by()));
          case DocumentEvent.DocumentDeleted e when concerns(e) ->
              out.send("delete", id, new Deletion(e.key(), id));
          case GroupEvent.GroupRetracted e when e.ref().equals(group) -> {
            out.send(
                "closed",
                id,
                Map.of("code", "not-found", "reason", "The group is no longer declared."));
            return false;
          }
          default -> {}
        }
      }
      return true;
    }

    private boolean concerns(DocumentEvent event) {
      return event.group().equals(group) && event.key().startsWith(prefix);
    }
  }
}
