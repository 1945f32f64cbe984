package dev.synod.dev.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** The operator's admission webhooks where the Kubernetes API reaches it by URL. */
public final class Webhooks {
  private Webhooks() {}

  /**
   * Has the Kubernetes API ask the operator at a URL, for without nodes there is no Service.
   *
   * @param manifest with webhook configurations that name a Service
   * @param operator base URL of the operator, with https
   * @param authority certificate that the operator's own is signed with
   */
  public static void install(
      KubernetesClient client, Path manifest, String operator, Path authority) throws IOException {
    String bundle = Base64.getEncoder().encodeToString(Files.readAllBytes(authority));
    try (InputStream input = Files.newInputStream(manifest)) {
      for (HasMetadata item : client.load(input).items()) {
        if (item instanceof MutatingWebhookConfiguration configuration) {
          for (MutatingWebhook webhook : configuration.getWebhooks()) {
            webhook.setClientConfig(at(operator, bundle, webhook.getClientConfig()));
          }
        }
        if (item instanceof ValidatingWebhookConfiguration configuration) {
          for (ValidatingWebhook webhook : configuration.getWebhooks()) {
            webhook.setClientConfig(at(operator, bundle, webhook.getClientConfig()));
          }
        }
        ClusterBootstrap.apply(client, item);
      }
    }
  }

  private static WebhookClientConfig at(
      String operator, String bundle, WebhookClientConfig service) {
    return new WebhookClientConfig(bundle, null, operator + service.getService().getPath());
  }
}
