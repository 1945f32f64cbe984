package dev.synod.operator.identity;

import dev.synod.operator.OperatorConfiguration;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkiverse.operatorsdk.annotations.RBACRule;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/**
 * Where agents find the API server and the issuer, and by which authority they know it: a ConfigMap
 * that is installed with Synod, and its copy in each namespace that has Agents, for pods can mount
 * only what is in their own.
 */
@ApplicationScoped
@RBACRule(
    apiGroups = "",
    resources = "configmaps",
    resourceNames = Endpoints.NAME,
    verbs = {"get", "create", "patch"})
public class Endpoints {
  /** Name of the copies. */
  public static final String NAME = "synod-endpoints";

  private final KubernetesClient kubernetes;
  private final String sourceNamespace;
  private final String sourceName;

  Endpoints(KubernetesClient kubernetes, OperatorConfiguration configuration) {
    this.kubernetes = kubernetes;
    String[] source = configuration.endpointsConfigmap().split("/", 2);
    if (source.length != 2) {
      throw new IllegalArgumentException(
          "Expected synod.endpoints-configmap as namespace/name, but found "
              + configuration.endpointsConfigmap());
    }
    this.sourceNamespace = source[0];
    this.sourceName = source[1];
  }

  /** The keys server, issuer and ca.crt; empty until Synod's ConfigMap exists. */
  public Optional<Map<String, String>> read() {
    return Optional.ofNullable(
            kubernetes.configMaps().inNamespace(sourceNamespace).withName(sourceName).get())
        .map(ConfigMap::getData);
  }

  /** Name of the ConfigMap that is missing while {@link #read} is empty. */
  public String source() {
    return sourceNamespace + "/" + sourceName;
  }

  /** Brings a namespace to have a current copy. */
  public void copyTo(String namespace, Map<String, String> endpoints) {
    if (namespace.equals(sourceNamespace) && sourceName.equals(NAME)) {
      return;
    }
    ConfigMap present = kubernetes.configMaps().inNamespace(namespace).withName(NAME).get();
    if (present == null || !endpoints.equals(present.getData())) {
      kubernetes
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withNamespace(namespace)
                  .withName(NAME)
                  .withLabels(ManagedBy.LABELS)
                  .endMetadata()
                  .withData(endpoints)
                  .build())
          .fieldManager(ManagedBy.OPERATOR)
          .forceConflicts()
          .serverSideApply();
    }
  }
}
