package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Reply;
import dev.synod.kernel.session.Session;
import dev.synod.kernel.session.SessionCommand.CloseSession;
import dev.synod.kernel.session.SessionCommand.OpenSession;
import dev.synod.kernel.session.SessionDecision;
import dev.synod.server.gateway.RejectedException;
import dev.synod.server.gateway.SessionLiveness;
import dev.synod.server.view.Revisions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Sessions over REST: opened by POST, kept by heartbeats. */
@Path("/v1/namespaces/{ns}/sessions")
@RunOnVirtualThread
@Tag(name = "Sessions")
public class SessionResource {
  private static final long TTL_MILLIS_DEFAULT = 15_000;

  private final Asked asked;
  private final SessionLiveness liveness;

  @Inject
  public SessionResource(Asked asked, SessionLiveness liveness) {
    this.asked = asked;
    this.liveness = liveness;
  }

  /**
   * What a session is opened with.
   *
   * @param agent name of the caller's Agent; absent for a worker
   * @param capabilities of those that the Agent declares; all of them where absent
   * @param concurrentTasks at most what the Agent declares; that where absent
   * @param ttlMillis of silence after which it ends; 15,000 where absent
   */
  public record Opening(
      @Nullable String agent,
      @Nullable List<String> capabilities,
      @Nullable Integer concurrentTasks,
      @Nullable Long ttlMillis) {}

  /** An open session. */
  public record Opened(String session, String revision, long ttlMillis) {}

  @POST
  @Governed(value = Action.SESSION_OPEN, byCommand = true)
  @ResponseStatus(201)
  @Operation(summary = "Opens a session of the caller's agent")
  @APIResponse(responseCode = "201", description = "The session is open.")
  public Opened open(@PathParam("ns") String namespace, Opening body) {
    Opening opening = Bodies.required(body);
    boolean isWorker = opening.agent() == null;
    long ttl = opening.ttlMillis() == null ? TTL_MILLIS_DEFAULT : opening.ttlMillis();
    var command =
        new OpenSession(
            isWorker ? "" : Names.namespace(namespace),
            opening.agent() == null ? "" : Names.name(opening.agent()),
            new TreeSet<>(opening.capabilities() == null ? List.of() : opening.capabilities()),
            opening.concurrentTasks() == null ? 0 : opening.concurrentTasks(),
            ttl);
    Reply.Applied applied = asked.submit(command);
    liveness.heard(applied.id());
    KernelState state = asked.stateAfter(applied);
    return new Opened(
        Long.toString(applied.id()), Revisions.text(state.clock(), applied.revision()), ttl);
  }

  @POST
  @Path("/{id: [0-9]+}:heartbeat")
  @Governed(Action.SESSION_OPEN)
  @Operation(summary = "Shows that a session lives")
  @APIResponse(responseCode = "204", description = "The session lives for another ttlMillis.")
  public void heartbeat(@PathParam("ns") String namespace, @PathParam("id") String id) {
    liveness.heard(own(Id.of(id)).id());
  }

  @DELETE
  @Path("/{id: [0-9]+}")
  @Governed(value = Action.SESSION_CLOSE, byCommand = true)
  @Operation(summary = "Ends a session; what it held moves on at once")
  @APIResponse(responseCode = "204", description = "The session has ended.")
  public void close(@PathParam("ns") String namespace, @PathParam("id") String id) {
    Session session = own(Id.of(id));
    asked.submit(new CloseSession(session.spec().namespace(), session.id()));
  }

  /** The caller's session of that id. */
  private Session own(Id id) {
    Session session = asked.state().sessions().get(id.number());
    if (session == null || !session.subject().equals(asked.subject().id())) {
      throw new RejectedException(SessionDecision.gone(id.number()));
    }
    return session;
  }
}
