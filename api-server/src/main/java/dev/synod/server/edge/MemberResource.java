package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.member.MemberCommand;
import dev.synod.log.LogUnavailableException;
import dev.synod.server.problem.Problem;
import dev.synod.server.problem.ProblemException;
import dev.synod.server.replica.Cluster;
import dev.synod.server.replica.ReplicaReport;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The replicas that make up the log's group. Whoever changes them waits until it is done. */
@Path("/v1/cluster/members")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Cluster")
public class MemberResource {
  private final Asked asked;
  private final Cluster cluster;

  @Inject
  public MemberResource(Asked asked, Cluster cluster) {
    this.asked = asked;
    this.cluster = cluster;
  }

  /** Each replica, by its own word. */
  public record Members(List<ReplicaReport> items) {}

  @GET
  @Governed(Action.CLUSTER_READ)
  @Operation(summary = "Reads how each replica is, by its own word")
  public Members list() {
    return new Members(cluster.reports());
  }

  @POST
  @Path("/{name: [a-z0-9-]+}:add")
  @Governed(value = Action.CLUSTER_MANAGE, byCommand = true)
  @Operation(summary = "Takes a replica into the group; one of the same name leaves it")
  public Members add(@PathParam("name") String name) {
    return change(new MemberCommand.AdmitMember(name), () -> cluster.admit(name));
  }

  @POST
  @Path("/{name: [a-z0-9-]+}:remove")
  @Governed(value = Action.CLUSTER_MANAGE, byCommand = true)
  @Operation(summary = "Ends a replica's membership; a leader hands over first")
  public Members remove(@PathParam("name") String name) {
    return change(new MemberCommand.DismissMember(name), () -> cluster.dismiss(name));
  }

  /** A change of the members. */
  private interface Change {
    void make() throws InterruptedException;
  }

  /** The order is in the log, and so in the audit tree, before it is carried out. */
  private Members change(MemberCommand order, Change change) {
    try {
      cluster.requireOthers();
      var _ = asked.submit(order);
      change.make();
      return list();
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(String.valueOf(e.getMessage()));
    } catch (LogUnavailableException e) {
      throw new ProblemException(Problem.of("unavailable", 503, String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the members changed.", e);
    }
  }
}
