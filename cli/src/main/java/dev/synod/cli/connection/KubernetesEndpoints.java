package dev.synod.cli.connection;

import dev.synod.cli.connection.CommandException.Exit;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;

/** What the cluster of the kubeconfig publishes about its Synod. */
final class KubernetesEndpoints implements TargetFinder.Cluster {
  private static final String NAMESPACE = "synod-system";
  private static final String NAME = "synod-endpoints";
  private static final int TIMEOUT_MILLIS = 10_000;

  @Override
  public Map<String, String> endpoints() throws CommandException {
    Config config = Config.autoConfigure(null);
    config.setConnectionTimeout(TIMEOUT_MILLIS);
    config.setRequestTimeout(TIMEOUT_MILLIS);
    config.setRequestRetryBackoffLimit(0);
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      ConfigMap found = client.configMaps().inNamespace(NAMESPACE).withName(NAME).get();
      if (found == null || found.getData() == null) {
        throw new CommandException(
            Exit.FAILED,
            "Expected ConfigMap %s/%s in the cluster at %s, but found none. Is Synod installed there? Else give --server, or set SYNOD_SERVER."
                .formatted(NAMESPACE, NAME, config.getMasterUrl()));
      }
      return found.getData();
    } catch (KubernetesClientException e) {
      throw refused(config, e);
    }
  }

  private static CommandException refused(Config config, KubernetesClientException failure) {
    int status = failure.getCode();
    if (status == 401 || status == 403) {
      return new CommandException(
          Exit.DENIED,
          "Expected to read ConfigMap %s/%s, but the cluster at %s does not allow it. Give --server, or set SYNOD_SERVER."
              .formatted(NAMESPACE, NAME, config.getMasterUrl()),
          failure);
    }
    return new CommandException(
        Exit.UNREACHABLE,
        "Expected a cluster at %s, but can't reach it. Check KUBECONFIG, or give --server, or set SYNOD_SERVER."
            .formatted(config.getMasterUrl()),
        failure);
  }
}
