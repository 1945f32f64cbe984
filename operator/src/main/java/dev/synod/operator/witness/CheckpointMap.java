package dev.synod.operator.witness;

import dev.synod.operator.OperatorConfiguration;
import dev.synod.operator.identity.ManagedBy;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkiverse.operatorsdk.annotations.RBACRule;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** The ConfigMap {@code synod-audit-checkpoint} beside the operator's lease. */
@ApplicationScoped
@RBACRule(
    apiGroups = "",
    resources = "configmaps",
    resourceNames = CheckpointMap.NAME,
    verbs = {"get", "create", "patch"})
public class CheckpointMap {
  /** Its name. */
  public static final String NAME = "synod-audit-checkpoint";

  private final KubernetesClient kubernetes;
  private final String namespace;

  CheckpointMap(KubernetesClient kubernetes, OperatorConfiguration configuration) {
    this.kubernetes = kubernetes;
    this.namespace = configuration.leaderElection().namespace();
  }

  @Nullable ConfigMap read() {
    return kubernetes.configMaps().inNamespace(namespace).withName(NAME).get();
  }

  /**
   * Writes, if nobody wrote since it was read: of two operators one succeeds, and the other throws
   * {@link io.fabric8.kubernetes.client.KubernetesClientException}.
   */
  ConfigMap write(@Nullable ConfigMap read, Published published) {
    return kubernetes
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(NAME)
                .withResourceVersion(read == null ? null : read.getMetadata().getResourceVersion())
                .withLabels(ManagedBy.LABELS)
                .endMetadata()
                .withData(published.data())
                .build())
        .fieldManager(ManagedBy.OPERATOR)
        .forceConflicts()
        .serverSideApply();
  }
}
