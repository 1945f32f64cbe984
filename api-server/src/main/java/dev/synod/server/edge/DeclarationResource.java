package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.server.declaration.Commands;
import dev.synod.server.declaration.Declared;
import dev.synod.server.declaration.Kind;
import dev.synod.server.declaration.LiveStatus;
import dev.synod.server.declaration.LiveStatuses;
import dev.synod.server.declaration.SpecException;
import dev.synod.server.governance.PolicyTallies;
import dev.synod.server.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Desired configuration, for the operator. */
@Path("/v1/declarations")
@RunOnVirtualThread
@Tag(name = "Declarations")
public class DeclarationResource {
  private final Asked asked;
  private final PolicyTallies tallies;

  @Inject
  public DeclarationResource(Asked asked, PolicyTallies tallies) {
    this.asked = asked;
    this.tallies = tallies;
  }

  /**
   * A custom resource as the operator saw it.
   *
   * @param applier who applied it
   * @param labels of an Agent
   * @param clientId that an Agent's processes authenticate as
   * @param digest of a Workflow's definition
   */
  public record Body(
      @Nullable String uid,
      @Nullable Long generation,
      @Nullable String applier,
      @Nullable Value spec,
      @Nullable Map<String, String> labels,
      @Nullable String clientId,
      @Nullable String digest) {}

  @PUT
  @Path("/{kind}/{ns}/{name}")
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(value = Action.DECLARATION_WRITE, byCommand = true)
  @Operation(summary = "Declares a resource, or a newer generation of it")
  public Written put(
      @PathParam("kind") String kind,
      @PathParam("ns") String namespace,
      @PathParam("name") String name,
      Body body) {
    Body given = Bodies.required(body);
    var resource =
        new Commands.Resource(
            namespace,
            Names.name(name),
            new Declaration(
                Bodies.required("uid", given.uid()),
                Bodies.required("generation", given.generation()),
                given.applier() == null ? "" : given.applier()),
            given.spec() == null ? Values.EMPTY : given.spec(),
            Collections.unmodifiableSortedMap(
                new TreeMap<>(given.labels() == null ? Map.of() : given.labels())),
            given.clientId() == null ? "" : given.clientId(),
            given.digest() == null ? "" : given.digest());
    try {
      return asked.written(asked.submit(Commands.declare(kind(kind), resource)));
    } catch (SpecException e) {
      throw ProblemException.invalid(String.valueOf(e.getMessage()));
    }
  }

  @DELETE
  @Path("/{kind}/{ns}/{name}")
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(value = Action.DECLARATION_WRITE, byCommand = true)
  @Operation(summary = "Takes a declaration back; one that is another object's is left alone")
  public Written delete(
      @PathParam("kind") String kind,
      @PathParam("ns") String namespace,
      @PathParam("name") String name,
      @QueryParam("uid") @Nullable String uid) {
    if (uid == null || uid.isEmpty()) {
      throw ProblemException.invalid("Expected the query parameter 'uid', but found none.");
    }
    return asked.written(
        asked.submit(Commands.retract(kind(kind), namespace, Names.name(name), uid)));
  }

  @GET
  @Path("/{kind}")
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(Action.DECLARATION_READ)
  @Operation(summary = "Lists what is declared")
  public List<Declared> list(@PathParam("kind") String kind) {
    return Declared.all(asked.state(), kind(kind));
  }

  @GET
  @Path("/{kind}/status")
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(Action.DECLARATION_READ)
  @Operation(summary = "Lists how all that is declared stands")
  public List<LiveStatus> statuses(@PathParam("kind") String kind) {
    return LiveStatuses.all(asked.state(), kind(kind), tallies);
  }

  static Kind kind(String word) {
    return Kind.of(word)
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "Expected agents, groups, workflows, runs or policies, but found another kind."));
  }
}
