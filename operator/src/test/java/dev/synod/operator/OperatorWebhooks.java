package dev.synod.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.crds.KubernetesApi;
import dev.synod.dev.certificate.CertificateAuthority;
import dev.synod.dev.certificate.KeyFiles;
import dev.synod.dev.cluster.Webhooks;
import dev.synod.dev.workspace.FreePorts;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Where the operator's webhooks are served, with which certificate. */
record OperatorWebhooks(int port, KeyFiles certificate, Path authority) {
  private static final long WAIT_SECONDS_MAX = 60;

  static OperatorWebhooks prepare() throws Exception {
    Path directory = Files.createTempDirectory("webhook");
    CertificateAuthority ca = CertificateAuthority.loadOrCreate(directory, "ca", Clock.systemUTC());
    KeyFiles certificate = ca.issue(directory, "operator", "CN=operator", List.of("127.0.0.1"));
    return new OperatorWebhooks(FreePorts.find(1).getFirst(), certificate, ca.certificateFile());
  }

  /** What the operator has to know. */
  Map<String, String> environment() {
    return Map.of(
        "SYNOD_WEBHOOK_PORT", "" + port,
        "SYNOD_WEBHOOK_CERT", certificate.open().toString(),
        "SYNOD_WEBHOOK_KEY", certificate.key().toString());
  }

  /** Has the Kubernetes API ask the operator, as soon as that listens. */
  void install(KubernetesApi kubernetes, OperatorProcess operator) throws IOException {
    Instant limit = Instant.now().plusSeconds(WAIT_SECONDS_MAX);
    while (!isListening()) {
      assertThat(Instant.now()).as(operator.log()).isBefore(limit);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    Webhooks.install(
        kubernetes.client(),
        Path.of("src/main/webhook/webhooks.yaml"),
        "https://127.0.0.1:" + port,
        authority);
  }

  private boolean isListening() {
    try (var _ = new Socket("127.0.0.1", port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
