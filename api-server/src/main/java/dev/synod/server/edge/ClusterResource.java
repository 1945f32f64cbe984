package dev.synod.server.edge;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synod.kernel.Action;
import dev.synod.kernel.KernelState;
import dev.synod.log.LogStatus;
import dev.synod.log.ReplicatedLog;
import dev.synod.server.governance.BundleEndpoint;
import dev.synod.server.view.Revisions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.SortedMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The installation itself. */
@Path("/v1/cluster")
@RunOnVirtualThread
@Tag(name = "Cluster")
public class ClusterResource {
  private final ReplicatedLog log;
  private final BundleEndpoint bundles;
  private final PartsHealth parts;

  @Inject
  public ClusterResource(ReplicatedLog log, BundleEndpoint bundles, PartsHealth parts) {
    this.log = log;
    this.bundles = bundles;
    this.parts = parts;
  }

  /** The installation as this replica sees it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Cluster(
      List<Replica> replicas,
      String self,
      @Nullable String leader,
      long term,
      String revision,
      long appliedIndex,
      long committedIndex,
      int kernelLevel,
      Policy policy,
      Sizes sizes,
      SortedMap<String, String> parts) {}

  /** A member of the log's group. */
  public record Replica(String id, String address, String role) {}

  /**
   * Policies.
   *
   * @param revision in force
   * @param digest of the bundle in force
   * @param served digest of the bundle that this replica serves
   * @param declared policies of namespaces
   * @param breakGlass the emergency in which they are left out
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Policy(
      long revision,
      String digest,
      String served,
      int declared,
      BreakGlassResource.@Nullable Emergency breakGlass) {}

  /** How much there is. */
  public record Sizes(
      int agents, int groups, int sessions, int tasks, int runs, int permits, long auditLeaves) {}

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Governed(Action.CLUSTER_READ)
  @Operation(summary = "Reads replicas, revisions and the health of the parts")
  public Cluster get() {
    KernelState state = log.state();
    LogStatus status = log.status();
    var policies = state.permits();
    return new Cluster(
        status.members().stream()
            .map(
                member ->
                    new Replica(
                        member.id(),
                        member.address(),
                        member.id().equals(status.leader()) ? "Leader" : "Follower"))
            .toList(),
        status.self(),
        status.leader(),
        status.term(),
        Revisions.text(state.clock(), state.clock().revision()),
        status.appliedIndex(),
        status.committedIndex(),
        state.clock().level(),
        new Policy(
            policies.policyRevision(),
            policies.policyDigest(),
            bundles.revision(),
            policies.policies().table().size(),
            BreakGlassResource.Emergency.of(policies.policies().breakGlass()).orElse(null)),
        new Sizes(
            state.agents().size(),
            state.groups().table().size(),
            state.sessions().table().size(),
            state.tasks().table().size(),
            state.runs().runs().size(),
            policies.table().size(),
            state.audit().size()),
        parts.words());
  }
}
