package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.Code;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.Reply;
import dev.synod.kernel.document.Document;
import dev.synod.kernel.document.DocumentCommand;
import dev.synod.kernel.document.DocumentCommand.WriteDocument;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.group.GroupDecision;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.value.Value;
import dev.synod.server.gateway.RejectedException;
import dev.synod.server.problem.ProblemException;
import dev.synod.server.view.DocumentView;
import dev.synod.server.view.Revisions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A group's shared state. Keys may contain slashes. */
@Path("/v1/namespaces/{ns}/groups/{group}/state")
@RunOnVirtualThread
@Tag(name = "Shared state")
public class StateResource {
  private final Asked asked;

  @Inject
  public StateResource(Asked asked) {
    this.asked = asked;
  }

  /** An addition to a counter. */
  public record Addition(Value.@Nullable Num delta) {}

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(Action.STATE_READ)
  @Operation(summary = "Lists documents by prefix, in order of keys")
  public Listing<DocumentView> list(
      @PathParam("ns") String namespace,
      @PathParam("group") String group,
      @QueryParam("prefix") @DefaultValue("") String prefix,
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit") @DefaultValue("" + Listing.LIMIT_DEFAULT) int limit) {
    int most = Listing.limit(limit);
    KernelState state = asked.state();
    GroupRef ref = declared(state, namespace, group);
    List<Document> found = state.documents().list(ref, prefix, after, most + 1);
    List<Document> page = found.subList(0, Math.min(most, found.size()));
    return new Listing<>(
        Revisions.text(state.clock(), state.clock().revision()),
        page.stream().map(document -> DocumentView.of(document, state.clock())).toList(),
        found.size() > most ? page.getLast().key() : null);
  }

  @GET
  @Path("/{key: .+}")
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(Action.STATE_READ)
  @Operation(summary = "Reads a document")
  public Response get(
      @PathParam("ns") String namespace,
      @PathParam("group") String group,
      @PathParam("key") String key) {
    KernelState state = asked.state();
    Document document = state.documents().get(declared(state, namespace, group), key);
    if (document == null) {
      throw ProblemException.notFound(
          "Expected a document under '%s' in group %s/%s, but found none."
              .formatted(key, namespace, group));
    }
    DocumentView view = DocumentView.of(document, state.clock());
    return Response.ok(view).tag(view.revision()).build();
  }

  @PUT
  @Path("/{key: .+}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(value = Action.STATE_WRITE, byCommand = true)
  @Operation(summary = "Writes a document; If-Match and If-None-Match say what it is based on")
  public Response put(
      @PathParam("ns") String namespace,
      @PathParam("group") String group,
      @PathParam("key") String key,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
      Value body) {
    return write(
        new GroupRef(namespace, group),
        key,
        new Write.Put(Bodies.required(body)),
        expected(ifMatch, ifNoneMatch));
  }

  @PATCH
  @Path("/{key: .+}")
  @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(value = Action.STATE_WRITE, byCommand = true)
  @Operation(summary = "Applies an RFC 7396 merge patch to a document")
  public Response patch(
      @PathParam("ns") String namespace,
      @PathParam("group") String group,
      @PathParam("key") String key,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
      Value body) {
    return write(
        new GroupRef(namespace, group),
        key,
        new Write.Merge(Bodies.required(body)),
        expected(ifMatch, ifNoneMatch));
  }

  @POST
  @Path("/{key: .+}:add")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(value = Action.STATE_WRITE, byCommand = true)
  @Operation(summary = "Adds to a counter")
  public Response add(
      @PathParam("ns") String namespace,
      @PathParam("group") String group,
      @PathParam("key") String key,
      Addition body) {
    Value.Num delta = Bodies.required("delta", Bodies.required(body).delta());
    return write(new GroupRef(namespace, group), key, new Write.Add(delta), DocumentCommand.ANY);
  }

  @DELETE
  @Path("/{key: .+}")
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(value = Action.STATE_WRITE, byCommand = true)
  @Operation(summary = "Removes a document; one that is not there is no error")
  public Response delete(
      @PathParam("ns") String namespace,
      @PathParam("group") String group,
      @PathParam("key") String key,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
    return write(new GroupRef(namespace, group), key, new Write.Delete(), expected(ifMatch, null));
  }

  private Response write(GroupRef group, String key, Write write, long expected) {
    Reply.Applied applied = asked.submit(new WriteDocument(group, key, write, expected));
    String revision = Revisions.text(asked.stateAfter(applied).clock(), applied.revision());
    return Response.ok(new Written(revision)).tag(revision).build();
  }

  private long expected(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
    if (ifMatch != null && ifNoneMatch != null) {
      throw ProblemException.invalid(
          "Expected one of the headers 'If-Match' and 'If-None-Match', but found both.");
    }
    if (ifNoneMatch != null) {
      if (!ifNoneMatch.strip().equals("*")) {
        throw ProblemException.invalid(
            "Expected '*' in the header 'If-None-Match', but found something else.");
      }
      return DocumentCommand.ABSENT;
    }
    if (ifMatch == null) {
      return DocumentCommand.ANY;
    }
    Revisions.Given given = Headers.revision(HttpHeaders.IF_MATCH, ifMatch.strip());
    if (given.incarnation() != asked.clock().incarnation()) {
      throw new RejectedException(
          new Rejection(
              Code.REVISION_CONFLICT,
              "Expected a revision of this life of the state, but it was restored since. Read it again."));
    }
    return given.counter();
  }

  static GroupRef declared(KernelState state, String namespace, String group) {
    var ref = new GroupRef(namespace, group);
    if (state.groups().get(ref) == null) {
      throw new RejectedException(GroupDecision.unknown(ref));
    }
    return ref;
  }
}
