package dev.synod.dev.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;

/** Clients of the cluster. */
public final class Cluster {

  /** Namespace of Synod's own objects. */
  public static final String NAMESPACE = "synod-system";

  private Cluster() {}

  /** A client with the rights of this kubeconfig. */
  public static KubernetesClient connect(Path kubeconfig) throws IOException {
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder(config).withRequestRetryBackoffLimit(2).build())
        .build();
  }
}
