package dev.synod.server.telemetry;

import dev.synod.kernel.Lane;
import dev.synod.log.ReplicatedLog;
import dev.synod.server.replica.Cluster;
import dev.synod.server.replica.ReplicaReport;
import dev.synod.server.replica.Serving;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How the replicas are, as this one last heard of them. A replica that was not heard lately has no
 * value but that of {@code synod_cluster_replica_up}.
 */
@ApplicationScoped
class ClusterMetrics {
  private final Cluster cluster;
  private final ReplicatedLog log;
  private final Serving serving;
  private final MeterRegistry metrics;

  @Inject
  ClusterMetrics(Cluster cluster, ReplicatedLog log, Serving serving, MeterRegistry metrics) {
    this.cluster = cluster;
    this.log = log;
    this.serving = serving;
    this.metrics = metrics;
  }

  void register(@Observes StartupEvent event) {
    ofLog("synod_cluster_members", "Replicas with a vote", l -> l.status().members().size());
    ofLog(
        "synod_cluster_leader_known",
        "1 where this replica knows who leads",
        l -> l.status().leader() == null ? 0 : 1);
    ofLog("synod_log_disk_free_bytes", "Free on the disk of the log", l -> l.disk().freeBytes());
    ofLog(
        "synod_log_disk_reserve_bytes",
        "Free bytes below which new requests are refused",
        l -> l.disk().reserveBytes());
    Gauge.builder("synod_cluster_diverged", serving, s -> s.divergence().isPresent() ? 1 : 0)
        .description("1 where this replica serves nobody, for its state is not the majority's")
        .register(metrics);
    for (String name : cluster.places()) {
      ofReplica("up", name, "1 where it was heard lately", report -> isHeard(report) ? 1 : 0);
      ofReplica("lag_entries", name, "Committed entries not applied", heard(r -> r.lagEntries()));
      ofReplica("disk_free_bytes", name, "Free on its disk", heard(ClusterMetrics::diskFree));
      ofReplica(
          "differs",
          name,
          "1 where its state differs from the majority's, or from another's without a majority",
          heard(r -> r.digest().equals("Differs") || r.digest().equals("Disputed") ? 1 : 0));
    }
    for (Lane lane : Lane.values()) {
      FunctionCounter.builder("synod_cluster_forwarded_requests", cluster, c -> c.forwarded(lane))
          .description("Requests that this replica brought to the one that leads")
          .tag("lane", lane.name().toLowerCase(Locale.ROOT))
          .register(metrics);
    }
  }

  private static double diskFree(ReplicaReport report) {
    Long bytes = report.diskFreeBytes();
    return bytes == null ? Double.NaN : bytes;
  }

  private static boolean isHeard(ReplicaReport report) {
    return !report.health().equals("Unreachable");
  }

  private static ToDoubleFunction<ReplicaReport> heard(ToDoubleFunction<ReplicaReport> value) {
    return report -> isHeard(report) ? value.applyAsDouble(report) : Double.NaN;
  }

  private void ofReplica(
      String noun, String name, String description, ToDoubleFunction<ReplicaReport> value) {
    Gauge.builder("synod_cluster_replica_" + noun, cluster, c -> of(c, name, value))
        .description(description)
        .tag("replica", name)
        .register(metrics);
  }

  private static double of(Cluster cluster, String name, ToDoubleFunction<ReplicaReport> value) {
    return cluster.lastReports().stream()
        .filter(report -> report.name().equals(name))
        .mapToDouble(value)
        .findFirst()
        .orElse(Double.NaN);
  }

  private void ofLog(String name, String description, ToDoubleFunction<ReplicatedLog> value) {
    Gauge.builder(name, log, value).description(description).register(metrics);
  }
}
