package dev.synod.operator.agent;

import dev.synod.crds.agent.AgentSpec;
import dev.synod.operator.condition.Check;
import dev.synod.operator.condition.Verdict;
import dev.synod.operator.declaration.DeclarationReason;
import dev.synod.operator.identity.Provision;
import dev.synod.operator.identity.Rotation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides the conditions of an Agent. */
final class AgentChecks {
  private static final List<Check<AgentSpec>> SPEC =
      List.of(AgentChecks::connection, AgentChecks::identity, AgentChecks::workload);

  private static final List<Check<Acted>> READINESS =
      List.of(
          acted -> acted.acts().standing().whyUnknown(),
          AgentChecks::instanceConnected,
          AgentChecks::identityThere,
          AgentChecks::workloadThere,
          AgentChecks::replicasWanted);

  /** What is wanted, and what became of the acts. */
  record Acted(AgentSpec spec, AgentActs acts) {}

  private AgentChecks() {}

  /** Whether the spec can be acted on. */
  static Verdict understood(AgentSpec spec) {
    return Check.first(
        SPEC, spec, Verdict.holds(DeclarationReason.ACCEPTED, "The spec is understood."));
  }

  /** Whether the agent can prove who it is. */
  static Verdict identityReady(AgentActs acts) {
    return switch (acts.identity()) {
      case Provision.Ready ready -> Verdict.holds(AgentReason.PROVISIONED, provisioned(ready));
      case Provision.Taken taken -> Verdict.fails(AgentReason.NAME_TAKEN, taken.message());
      case Provision.EndpointsMissing missing ->
          Verdict.fails(AgentReason.ENDPOINTS_MISSING, missing.message());
      case Provision.Unreachable unreachable ->
          unreachable.secretPresent()
              ? Verdict.unknown(
                  AgentReason.KEYCLOAK_UNAVAILABLE,
                  "There is a Secret from before, but: " + unreachable.message())
              : Verdict.fails(AgentReason.KEYCLOAK_UNAVAILABLE, unreachable.message());
    };
  }

  private static String provisioned(Provision.Ready ready) {
    return "Secret %s holds them until they are made anew at %s."
            .formatted(ready.secretName(), ready.due())
        + ready.formerUntil().map(" The former ones work until %s."::formatted).orElse("")
        + ready
            .unreadable()
            .map(
                text ->
                    " Annotation %s was ignored: expected a time such as 2026-01-31T12:00:00Z, but found '%s'."
                        .formatted(Rotation.REQUEST, text))
            .orElse("");
  }

  /** Whether tasks find an instance. */
  static Verdict ready(Acted acted) {
    return Check.first(
        READINESS,
        acted,
        Verdict.fails(
            AgentReason.NO_INSTANCE_CONNECTED,
            "No instance is connected: see whether its workload runs, and its log."));
  }

  private static @Nullable Verdict connection(AgentSpec spec) {
    return spec.connection() == null || spec.connection().session() == null
        ? notSupported("spec.connection", "session")
        : null;
  }

  private static @Nullable Verdict identity(AgentSpec spec) {
    return spec.identity() == null || spec.identity().secret() == null
        ? notSupported("spec.identity", "secret")
        : null;
  }

  private static @Nullable Verdict workload(AgentSpec spec) {
    return spec.workload() != null && spec.workload().container() == null
        ? notSupported("spec.workload", "container")
        : null;
  }

  private static Verdict notSupported(String field, String known) {
    return Verdict.fails(
        DeclarationReason.NOT_SUPPORTED,
        "%s is a kind that this version does not know; it knows %s".formatted(field, known));
  }

  private static @Nullable Verdict instanceConnected(Acted acted) {
    int connected = acted.acts().connected();
    return connected > 0
        ? Verdict.holds(
            AgentReason.CONNECTED,
            connected == 1 ? "1 instance is connected." : connected + " instances are connected.")
        : null;
  }

  private static @Nullable Verdict identityThere(Acted acted) {
    Verdict identity = identityReady(acted.acts());
    return identity.isTrue()
        ? null
        : Verdict.fails(AgentReason.IDENTITY_NOT_READY, identity.message());
  }

  private static @Nullable Verdict workloadThere(Acted acted) {
    return acted
        .acts()
        .workloadFailure()
        .map(failure -> Verdict.fails(AgentReason.WORKLOAD_FAILED, failure))
        .orElse(null);
  }

  private static @Nullable Verdict replicasWanted(Acted acted) {
    AgentSpec spec = acted.spec();
    return spec.workload() != null && Objects.equals(spec.replicas(), 0)
        ? Verdict.fails(AgentReason.SCALED_TO_ZERO, "spec.replicas is 0: no instance is wanted.")
        : null;
  }
}
