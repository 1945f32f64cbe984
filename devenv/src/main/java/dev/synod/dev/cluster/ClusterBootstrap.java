package dev.synod.dev.cluster;

import dev.synod.dev.controlplane.Kubeconfig;
import dev.synod.dev.workspace.PrivateFiles;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Installs what Synod needs into a cluster, and hands out what its processes need of it. Each step
 * is a server-side apply and can be repeated.
 */
public final class ClusterBootstrap {

  private static final String OPERATOR = "synod-operator";
  private static final String WORKER = "synod-worker";
  private static final String FIELD_MANAGER = "synod-dev";

  /** The operator's ConfigMap of endpoints, which it copies into the agents' namespaces. */
  public static final String ENDPOINTS = "synod-endpoints";

  /** Secret with which the operator manages clients in Keycloak. */
  public static final String OPERATOR_KEYCLOAK_SECRET = "synod-operator-keycloak";

  private static final Duration API_TOKEN_LIFETIME = Duration.ofHours(2);

  /** How often {@link #renewTokens} has to be called. */
  public static final Duration RENEW_EVERY = Duration.ofMinutes(50);

  private static final Duration KUBERNETES_TOKEN_LIFETIME = Duration.ofDays(1);

  private final ClusterSettings settings;

  public ClusterBootstrap(ClusterSettings settings) {
    this.settings = settings;
  }

  /** Namespace, CRDs, roles, service accounts, endpoints and the cluster's public keys. */
  public void install() throws IOException {
    try (KubernetesClient client = connect()) {
      apply(
          client,
          new NamespaceBuilder()
              .withNewMetadata()
              .withName(Cluster.NAMESPACE)
              .endMetadata()
              .build());
      apply(client, serviceAccount(OPERATOR));
      apply(client, serviceAccount(WORKER));
      for (Path manifest : settings.manifests()) {
        applyAll(client, manifest);
      }
      apply(client, endpoints());
      PrivateFiles.write(settings.files().clusterKeys(), client.raw("/openid/v1/jwks"));
    }
  }

  /** Writes fresh tokens of the operator and the worker. */
  public void renewTokens() throws IOException {
    ClusterSettings.Files files = settings.files();
    try (KubernetesClient client = connect()) {
      ServiceAccountTokens.write(client, OPERATOR, files.operatorToken(), API_TOKEN_LIFETIME);
      ServiceAccountTokens.write(client, WORKER, files.workerToken(), API_TOKEN_LIFETIME);
      String token =
          ServiceAccountTokens.request(
              client, Cluster.NAMESPACE, OPERATOR, List.of(), KUBERNETES_TOKEN_LIFETIME);
      Kubeconfig.writeWithToken(
          files.operatorKubeconfig(),
          client.getMasterUrl().toString(),
          client.getConfiguration().getCaCertData(),
          token);
    }
  }

  /** Has the Kubernetes API ask the operator's webhook; see {@link Webhooks#install}. */
  public void installWebhooks(Path manifest, String operator, Path authority) throws IOException {
    try (KubernetesClient client = connect()) {
      Webhooks.install(client, manifest, operator, authority);
    }
  }

  /** Stores the operator's access to Keycloak. */
  public void storeKeycloakSecret(String clientId, String clientSecret) throws IOException {
    try (KubernetesClient client = connect()) {
      apply(
          client,
          new SecretBuilder()
              .withNewMetadata()
              .withNamespace(Cluster.NAMESPACE)
              .withName(OPERATOR_KEYCLOAK_SECRET)
              .endMetadata()
              .withStringData(Map.of("client-id", clientId, "client-secret", clientSecret))
              .build());
    }
  }

  private KubernetesClient connect() throws IOException {
    return Cluster.connect(settings.kubeconfig());
  }

  /** Applies every object of a YAML file, or of the YAML files right below a folder. */
  private static void applyAll(KubernetesClient client, Path manifest) throws IOException {
    if (Files.isDirectory(manifest)) {
      try (Stream<Path> files = Files.list(manifest)) {
        for (Path file : files.filter(ClusterBootstrap::isYaml).sorted().toList()) {
          applyAll(client, file);
        }
      }
      return;
    }
    try (InputStream input = Files.newInputStream(manifest)) {
      for (HasMetadata item : client.load(input).items()) {
        apply(client, item);
      }
    }
  }

  private static boolean isYaml(Path file) {
    return file.toString().endsWith(".yaml") || file.toString().endsWith(".yml");
  }

  static void apply(KubernetesClient client, HasMetadata item) {
    client.resource(item).fieldManager(FIELD_MANAGER).forceConflicts().serverSideApply();
  }

  private static HasMetadata serviceAccount(String name) {
    return new ServiceAccountBuilder()
        .withNewMetadata()
        .withNamespace(Cluster.NAMESPACE)
        .withName(name)
        .endMetadata()
        .build();
  }

  private HasMetadata endpoints() throws IOException {
    ClusterSettings.Endpoints endpoints = settings.endpoints();
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(Cluster.NAMESPACE)
        .withName(ENDPOINTS)
        .endMetadata()
        .withData(
            Map.of(
                "server", endpoints.server(),
                "issuer", endpoints.issuer(),
                "ca.crt", Files.readString(endpoints.authority())))
        .build();
  }
}
