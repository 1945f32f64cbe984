package dev.synod.operator.witness;

import dev.synod.operator.OperatorConfiguration;
import dev.synod.operator.condition.EventRecorder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Fetches checkpoints, and publishes those that have grown from the last one. Whoever rewrites
 * history behind the API server must also get at what is published here.
 */
@ApplicationScoped
public class Witness {
  private static final Logger LOG = Logger.getLogger(Witness.class);

  private final AuditSource source;
  private final CheckpointMap map;
  private final Webhook webhook;
  private final EventRecorder events;
  private final Duration interval;
  private volatile double consistent = Double.NaN;
  private String unposted = "";
  private @Nullable Thread thread;

  Witness(
      AuditSource source,
      CheckpointMap map,
      Webhook webhook,
      EventRecorder events,
      OperatorConfiguration configuration,
      MeterRegistry metrics) {
    this.source = source;
    this.map = map;
    this.webhook = webhook;
    this.events = events;
    this.interval = configuration.audit().witnessInterval();
    Gauge.builder("synod_audit_witness_consistent", this, witness -> witness.consistent)
        .description("1 while checkpoints grow from each other; 0 if not; NaN before the first")
        .register(metrics);
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofVirtual().name("audit-witness").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        look();
        Thread.sleep(interval);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      witness();
    } catch (IOException | KubernetesClientException e) {
      LOG.debugf(e, "The audit trail can't be witnessed now");
    }
  }

  /** One look: fetches, judges, publishes. */
  void witness() throws IOException {
    Optional<String> offered = source.checkpoint();
    if (offered.isEmpty()) {
      return;
    }
    List<String> keys = source.keys();
    ConfigMap read = map.read();
    Published before = Published.of(read, keys);
    switch (Judgement.of(before, offered.get(), source::consistency)) {
      case Judgement.Consistent _ -> publish(read, before, before.with(offered.get(), keys));
      case Judgement.Inconsistent found -> refuse(read, before, found.because());
    }
    post();
  }

  private void publish(@Nullable ConfigMap read, Published before, Published now) {
    consistent = 1;
    if (!now.equals(before)) {
      map.write(read, now);
      unposted = now.note();
    }
  }

  private void refuse(@Nullable ConfigMap read, Published before, String because) {
    consistent = 0;
    Published now = before.inconsistent(because);
    if (now.equals(before)) {
      return;
    }
    LOG.errorf("A checkpoint of the audit trail is not published: %s", because);
    ConfigMap written = map.write(read, now);
    events.record(
        written, EventRecorder.Type.WARNING, "Witness", "AuditTrailInconsistent", because);
  }

  private void post() {
    if (unposted.isEmpty()) {
      return;
    }
    try {
      webhook.post(unposted);
      unposted = "";
    } catch (IOException e) {
      LOG.warnf("A checkpoint could not be posted, and will be again: %s", e.getMessage());
    }
  }
}
