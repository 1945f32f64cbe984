package dev.synod.dev.cluster;

import dev.synod.dev.workspace.PrivateFiles;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Tokens of service accounts, as the kubelet projects them into pods. */
public final class ServiceAccountTokens {

  /** Audience of tokens for the API server of Synod. */
  public static final String API_AUDIENCE = "synod-api";

  private ServiceAccountTokens() {}

  /**
   * Requests a token.
   *
   * @param audiences none for the Kubernetes API itself
   */
  public static String request(
      KubernetesClient client,
      String namespace,
      String serviceAccount,
      List<String> audiences,
      Duration lifetime) {
    TokenRequest request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withAudiences(audiences)
            .withExpirationSeconds(lifetime.toSeconds())
            .endSpec()
            .build();
    return client
        .serviceAccounts()
        .inNamespace(namespace)
        .withName(serviceAccount)
        .tokenRequest(request)
        .getStatus()
        .getToken();
  }

  /** Requests a token for Synod's API server and writes it into a file. */
  static void write(KubernetesClient client, String serviceAccount, Path file, Duration lifetime)
      throws IOException {
    PrivateFiles.write(
        file, request(client, Cluster.NAMESPACE, serviceAccount, List.of(API_AUDIENCE), lifetime));
  }
}
