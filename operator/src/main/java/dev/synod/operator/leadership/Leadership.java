package dev.synod.operator.leadership;

import dev.synod.operator.OperatorConfiguration;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.quarkiverse.operatorsdk.annotations.RBACRule;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The lease by which one of several operators acts. A process that loses it ends, to come back as
 * one that asks for it; a process that is stopped gives it up, so that the next one need not wait
 * until it runs out.
 */
@Singleton
@RBACRule(apiGroups = "coordination.k8s.io", resources = "leases", verbs = "create")
@RBACRule(
    apiGroups = "coordination.k8s.io",
    resources = "leases",
    resourceNames = "synod-operator",
    verbs = {"get", "update", "patch"})
public class Leadership {
  private static final Logger LOG = Logger.getLogger(Leadership.class);
  private static final int RELEASE_ATTEMPTS_MAX = 3;

  /** After the operator's own observer, which stops the renewals. */
  private static final int AFTER_OPERATOR_STOPPED = 5000;

  private final OperatorConfiguration.LeaderElection configuration;
  private final KubernetesClient kubernetes;
  private final String identity;
  private volatile boolean leading;
  private volatile boolean stopping;

  Leadership(OperatorConfiguration configuration, KubernetesClient kubernetes) {
    this.configuration = configuration.leaderElection();
    this.kubernetes = kubernetes;
    this.identity =
        this.configuration.identity().orElseGet(() -> "synod-operator-" + UUID.randomUUID());
  }

  /** Whether this process acts, as far as it knows. */
  public boolean leads() {
    return leading;
  }

  // The framework's own exit, within the shutdown that a SIGTERM began, would never return.
  @SuppressWarnings("deprecation")
  @Produces
  @Singleton
  LeaderElectionConfiguration election() {
    return new LeaderElectionConfiguration(
        configuration.name(),
        configuration.namespace(),
        configuration.lease(),
        configuration.renewDeadline(),
        configuration.retryPeriod(),
        identity,
        new LeaderCallbacks(
            this::startLeading, this::stopLeading, leader -> LOG.infof("%s leads", leader)),
        false);
  }

  private void startLeading() {
    leading = true;
  }

  private void stopLeading() {
    leading = false;
    if (!stopping) {
      LOG.error("Lost the lease: ending this process, for another one may act now");
      Quarkus.asyncExit(1);
    }
  }

  void beginStop(@Observes @Priority(1) ShutdownEvent event) {
    stopping = true;
  }

  void release(@Observes @Priority(AFTER_OPERATOR_STOPPED) ShutdownEvent event) {
    for (int attempt = 1; attempt <= RELEASE_ATTEMPTS_MAX; attempt++) {
      try {
        releaseIfHeld();
        return;
      } catch (KubernetesClientException e) {
        LOG.warnf(
            "Could not release lease %s/%s (attempt %d): %s",
            configuration.namespace(), configuration.name(), attempt, e.getMessage());
      }
    }
  }

  private void releaseIfHeld() {
    Resource<Lease> resource =
        kubernetes.leases().inNamespace(configuration.namespace()).withName(configuration.name());
    Lease lease = resource.get();
    if (lease == null || !identity.equals(lease.getSpec().getHolderIdentity())) {
      return;
    }
    Lease released =
        new LeaseBuilder(lease)
            .editSpec()
            .withHolderIdentity("")
            .withLeaseDurationSeconds(1)
            .endSpec()
            .build();
    kubernetes.resource(released).update();
    LOG.infof("Released lease %s/%s", configuration.namespace(), configuration.name());
  }
}
