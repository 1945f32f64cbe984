package dev.synod.server.telemetry;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.run.RunPhase;
import dev.synod.log.ReplicatedLog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** How much is coordinated, and how far this replica is; read from the state when asked. */
@ApplicationScoped
class StateMetrics {
  private static final Map<String, ToDoubleFunction<KernelState>> ENTITIES =
      Map.ofEntries(
          Map.entry("agents", state -> state.agents().size()),
          Map.entry("approvals", state -> state.runs().approvals().size()),
          Map.entry("barriers", state -> state.barriers().size()),
          Map.entry("documents", state -> state.documents().size()),
          Map.entry("groups", state -> state.groups().table().size()),
          Map.entry("permits", state -> state.permits().table().size()),
          Map.entry("proposals", state -> state.proposals().table().size()),
          Map.entry("runs", state -> state.runs().runs().size()),
          Map.entry("sessions", state -> state.sessions().table().size()),
          Map.entry("tasks", state -> state.tasks().table().size()),
          Map.entry("workflows", state -> state.runs().workflows().size()));

  private final ReplicatedLog log;
  private final MeterRegistry metrics;

  @Inject
  StateMetrics(ReplicatedLog log, MeterRegistry metrics) {
    this.log = log;
    this.metrics = metrics;
  }

  void register(@Observes StartupEvent event) {
    ENTITIES.forEach(
        (kind, size) ->
            Gauge.builder("synod_kernel_entities", log, l -> size.applyAsDouble(l.state()))
                .description("Live entities")
                .tag("kind", kind)
                .register(metrics));
    ofState("synod_kernel_revision", "Events that have happened", s -> s.clock().revision());
    ofState("synod_kernel_tasks_queued", "Tasks that wait for an agent", StateMetrics::queued);
    ofState("synod_kernel_runs_active", "Runs that have not ended", StateMetrics::active);
    ofState("synod_kernel_approvals_pending", "Waits for a person", s -> s.runs().pending().size());
    ofState("synod_kernel_policy_revision", "In force", s -> s.permits().policyRevision());
    ofState(
        "synod_governance_policies_declared",
        "Policies that namespaces declare",
        s -> s.permits().policies().table().size());
    ofState(
        "synod_governance_break_glass",
        "1 while declared policies are left out",
        s -> s.permits().policies().breakGlass() == null ? 0 : 1);
    ofLog("synod_log_applied_index", "Last applied entry", l -> l.status().appliedIndex());
    ofLog("synod_log_snapshot_index", "Last entry of a snapshot", l -> l.status().snapshotIndex());
    ofLog("synod_log_term", "Term of the log's leader", l -> l.status().term());
    ofLog("synod_log_leader", "1 where this replica leads", l -> l.status().leads() ? 1 : 0);
  }

  private static double queued(KernelState state) {
    return state.tasks().queues().values().map(queue -> queue.size()).sum().doubleValue();
  }

  private static double active(KernelState state) {
    int active = 0;
    for (var run : state.runs().runs().values()) {
      active += run.phase() == RunPhase.RUNNING ? 1 : 0;
    }
    return active;
  }

  private void ofState(String name, String description, ToDoubleFunction<KernelState> value) {
    ofLog(name, description, l -> value.applyAsDouble(l.state()));
  }

  private void ofLog(String name, String description, ToDoubleFunction<ReplicatedLog> value) {
    Gauge.builder(name, log, value).description(description).register(metrics);
  }
}
