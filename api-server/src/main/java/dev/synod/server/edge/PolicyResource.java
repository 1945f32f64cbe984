package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.policy.Policy;
import dev.synod.server.declaration.PolicyStatus;
import dev.synod.server.governance.GovernanceConfig;
import dev.synod.server.governance.PolicyTallies;
import dev.synod.server.view.Revisions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Declared policies. */
@Path("/v1/namespaces/{ns}/policies")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Policies")
public class PolicyResource {
  private final Asked asked;
  private final PolicyTallies tallies;
  private final String systemNamespace;

  @Inject
  public PolicyResource(Asked asked, PolicyTallies tallies, GovernanceConfig config) {
    this.asked = asked;
    this.tallies = tallies;
    this.systemNamespace = config.systemNamespace();
  }

  /**
   * A policy, and how it stands.
   *
   * @param state {@code InForce}, {@code Staging}, {@code RefusedByOpa} or {@code BreakGlass}
   */
  public record PolicyView(
      String namespace,
      String name,
      Rule rule,
      String state,
      String message,
      PolicyTallies.Tally decisions) {}

  /**
   * What it is declared to do.
   *
   * @param groups in which it has a say; in all where empty
   * @param actions on which it has a say; on all where empty
   */
  public record Rule(
      String mode,
      String failurePolicy,
      Collection<String> groups,
      Collection<String> actions,
      List<Control> controls) {}

  /** A control of a framework that it helps to meet. */
  public record Control(String framework, String id) {}

  @GET
  @Governed(Action.POLICY_READ)
  @Operation(summary = "Lists the policies that may have a say in the namespace, the system's too")
  public Listing<PolicyView> list(@PathParam("ns") String namespace) {
    KernelState state = asked.state();
    var found = new ArrayList<Policy>();
    for (Policy policy : state.permits().policies().table().values()) {
      if (concerns(policy, namespace)) {
        found.add(policy);
      }
    }
    found.sort(Comparator.comparing(Policy::ref));
    return new Listing<>(
        Revisions.text(state.clock(), state.clock().revision()),
        found.stream().map(policy -> view(state, policy)).toList(),
        null);
  }

  private boolean concerns(Policy policy, String namespace) {
    if (!policy.ref().namespace().equals(systemNamespace)) {
      return policy.ref().namespace().equals(namespace);
    }
    var namespaces = policy.spec().scope().namespaces();
    return namespaces.isEmpty() || namespaces.contains(namespace);
  }

  private PolicyView view(KernelState state, Policy policy) {
    var spec = policy.spec();
    var status = PolicyStatus.of(state.permits(), policy, tallies.of(policy.ref()));
    return new PolicyView(
        policy.ref().namespace(),
        policy.ref().name(),
        new Rule(
            spec.mode().word(),
            spec.failurePolicy().word(),
            spec.scope().groups(),
            spec.scope().actions(),
            spec.controls().stream()
                .map(control -> new Control(control.framework(), control.id()))
                .toList()),
        status.active().reason(),
        status.active().message(),
        status.decisions());
  }
}
