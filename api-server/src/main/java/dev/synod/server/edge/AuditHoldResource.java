package dev.synod.server.edge;

import dev.synod.audit.report.AuditEntry;
import dev.synod.kernel.Action;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Reply;
import dev.synod.kernel.audit.AuditCommand;
import dev.synod.kernel.audit.Hold;
import dev.synod.server.audit.AuditReads;
import dev.synod.server.audit.TrailException;
import dev.synod.server.problem.ProblemException;
import dev.synod.server.view.Revisions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Payloads of audit entries: what is erased, and what must not be. */
@Path("/v1/audit")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
public class AuditHoldResource {
  private final Asked asked;
  private final AuditReads reads;

  @Inject
  public AuditHoldResource(Asked asked, AuditReads reads) {
    this.asked = asked;
    this.reads = reads;
  }

  /** Why something is done. */
  public record Reason(@Nullable String reason) {}

  /**
   * Which payloads are held.
   *
   * @param namespace of entries; all where absent
   * @param from RFC 3339, inclusive
   * @param to RFC 3339, exclusive
   */
  public record HoldRequest(
      @Nullable String namespace,
      @Nullable String from,
      @Nullable String to,
      @Nullable String reason) {}

  /**
   * A hold in force.
   *
   * @param namespace empty for all
   */
  public record HoldView(
      String name, String namespace, String from, String to, String reason, String by) {
    static HoldView of(Hold hold) {
      return new HoldView(
          hold.name(),
          hold.namespace(),
          Instant.ofEpochMilli(hold.fromMillis()).toString(),
          Instant.ofEpochMilli(hold.toMillis()).toString(),
          hold.reason(),
          hold.by());
    }
  }

  @POST
  @Path("/entries/{entry:\\d+}:erase")
  @Governed(value = Action.AUDIT_ERASE, byCommand = true)
  @Operation(summary = "Erases an entry's payload; the entry and all proofs stay")
  public Written erase(@PathParam("entry") long entry, @Nullable Reason why) {
    String reason = Bodies.required("reason", Bodies.required(why).reason());
    long entries = asked.state().audit().size();
    if (entry >= entries) {
      throw ProblemException.notFound(
          "Expected an audit entry below %d, but found %d.".formatted(entries, entry));
    }
    AuditEntry found = reads.block(entry, entry + 1, reads.tree()).getFirst().entry();
    return asked.written(
        asked.submit(
            new AuditCommand.ErasePayload(
                entry, found.deed().namespace(), found.position().timeMillis(), reason)));
  }

  @GET
  @Path("/holds")
  @Governed(Action.AUDIT_READ)
  @Operation(summary = "Lists the holds in force by name")
  public Listing<HoldView> holds() {
    KernelState state = asked.state();
    var holds = new ArrayList<HoldView>();
    for (Hold hold : state.holds().values()) {
      holds.add(HoldView.of(hold));
    }
    holds.sort(Comparator.comparing(HoldView::name));
    return new Listing<>(Revisions.text(state.clock(), state.clock().revision()), holds, null);
  }

  @PUT
  @Path("/holds/{name}")
  @Governed(value = Action.AUDIT_HOLD, byCommand = true)
  @Operation(summary = "Keeps payloads from being erased")
  public Written hold(@PathParam("name") String name, @Nullable HoldRequest given) {
    HoldRequest wanted = Bodies.required(given);
    String namespace = wanted.namespace();
    Reply.Applied placed =
        asked.submit(
            new AuditCommand.PlaceHold(
                Names.name(name),
                namespace == null ? "" : Names.namespace(namespace),
                millis("from", Bodies.required("from", wanted.from())),
                millis("to", Bodies.required("to", wanted.to())),
                Bodies.required("reason", wanted.reason())));
    if (namespace != null) {
      warnWhereNothingIs(namespace);
    }
    return asked.written(placed);
  }

  /** A hold may come before what it holds; so may a slip of the pen. */
  private void warnWhereNothingIs(String namespace) {
    try {
      if (!reads.hasEntries(namespace)) {
        asked.warn(
            Action.AUDIT_HOLD,
            "the trail has no entry of namespace %s yet. What comes there is held; if another was meant, release this hold and place one on that."
                .formatted(namespace));
      }
    } catch (TrailException e) {
      asked.warn(
          Action.AUDIT_HOLD,
          "whether the trail has entries of namespace %s is not known now. %s"
              .formatted(namespace, e.getMessage()));
    }
  }

  @POST
  @Path("/holds/{name}:release")
  @Governed(value = Action.AUDIT_HOLD, byCommand = true)
  @Operation(summary = "Ends a hold")
  public Written release(@PathParam("name") String name, @Nullable Reason why) {
    String reason = Bodies.required("reason", Bodies.required(why).reason());
    return asked.written(asked.submit(new AuditCommand.ReleaseHold(Names.name(name), reason)));
  }

  private static long millis(String member, String time) {
    return Filters.required(member, time).toEpochMilli();
  }
}
