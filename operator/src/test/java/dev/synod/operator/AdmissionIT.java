package dev.synod.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.crds.KubernetesApi;
import dev.synod.crds.agent.Agent;
import dev.synod.dev.certificate.CertificateAuthority;
import dev.synod.dev.certificate.KeyFiles;
import dev.synod.dev.cluster.Webhooks;
import dev.synod.dev.workspace.FreePorts;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Kubernetes API asks the operator's webhook about objects that people apply. */
class AdmissionIT {
  private static final long WAIT_SECONDS_MAX = 60;
  private KubernetesApi kubernetes;
  private OperatorProcess operator;
  private Map<String, String> environment;
  private int port;

  @BeforeEach
  void start() throws Exception {
    kubernetes = KubernetesApi.start();
    OperatorProcess.install(kubernetes);
    Path directory = Files.createTempDirectory("webhook");
    CertificateAuthority ca = CertificateAuthority.loadOrCreate(directory, "ca", Clock.systemUTC());
    KeyFiles certificate = ca.issue(directory, "operator", "CN=operator", List.of("127.0.0.1"));
    port = FreePorts.find(1).getFirst();
    environment =
        Map.of(
            "SYNOD_WEBHOOK_PORT", "" + port,
            "SYNOD_WEBHOOK_CERT", certificate.open().toString(),
            "SYNOD_WEBHOOK_KEY", certificate.key().toString());
    operator = OperatorProcess.start(kubernetes, environment);
    awaitListening();
    Webhooks.install(
        kubernetes.client(),
        Path.of("src/main/webhook/webhooks.yaml"),
        "https://127.0.0.1:" + port,
        ca.certificateFile());
    awaitAsked();
  }

  @AfterEach
  void stop() throws Exception {
    operator.close();
    kubernetes.close();
  }

  @Test
  void shouldKeepWhoAppliedEachSpecWhateverTheObjectSaysItself() {
    try (KubernetesClient ada = as("ada");
        KubernetesClient eve = as("eve")) {
      Agent created =
          ada.resource(agent("forged", "annotations: {synod.dev/applied-by: root},")).create();
      assertThat(appliedBy(created)).isEqualTo("ada");
      kubernetes
          .client()
          .resource(created)
          .waitUntilCondition(
              one -> !one.getMetadata().getFinalizers().isEmpty(),
              WAIT_SECONDS_MAX,
              TimeUnit.SECONDS);
      assertThat(appliedBy(patch(eve, "{metadata: {annotations: {synod.dev/applied-by: root}}}")))
          .as("nothing that counts is changed, nor has the operator's finalizer changed it")
          .isEqualTo("ada");
      assertThat(appliedBy(patch(eve, "{spec: {description: Mine.}}"))).isEqualTo("eve");
      assertThat(appliedBy(patch(ada, "{metadata: {labels: {team: review}}}"))).isEqualTo("ada");
    }
  }

  @Test
  void shouldLetTheFailurePolicyDecideWhenTheOperatorIsDown() throws Exception {
    operator.kill();

    assertThatThrownBy(() -> kubernetes.client().resource(agent("refused", "")).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("failed calling webhook \"provenance.synod.dev\"");

    kubernetes
        .client()
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName("synod")
        .edit(
            one -> {
              one.getWebhooks().getFirst().setFailurePolicy("Ignore");
              return one;
            });
    Agent taken = awaitTaken();
    assertThat(appliedBy(taken)).isNull();
  }

  private Agent awaitTaken() {
    Instant limit = Instant.now().plusSeconds(WAIT_SECONDS_MAX);
    while (true) {
      try {
        return kubernetes.client().resource(agent("taken", "")).create();
      } catch (KubernetesClientException e) {
        assertThat(Instant.now()).as(e.getMessage()).isBefore(limit);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }

  private Agent patch(KubernetesClient client, String change) {
    return client
        .resource(agent("forged", ""))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(Serialization.unmarshal("---\n" + change, Map.class)));
  }

  private KubernetesClient as(String user) {
    Config config =
        new ConfigBuilder(kubernetes.client().getConfiguration())
            .withImpersonateUsername(user)
            .withImpersonateGroups("system:masters")
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static Agent agent(String name, String metadata) {
    return Serialization.unmarshal(
        """
        apiVersion: synod.dev/v1alpha1
        kind: Agent
        metadata: {%s name: %s, namespace: default}
        spec: {}
        """
            .formatted(metadata, name),
        Agent.class);
  }

  private static String appliedBy(Agent agent) {
    Map<String, String> annotations = agent.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get("synod.dev/applied-by");
  }

  /** The Kubernetes API learns of a webhook a moment after it was made. */
  private void awaitAsked() {
    Instant limit = Instant.now().plusSeconds(WAIT_SECONDS_MAX);
    String found = null;
    while (found == null) {
      found = appliedBy(kubernetes.client().resource(agent("probe", "")).dryRun(true).create());
      assertThat(Instant.now()).as(operator.log()).isBefore(limit);
    }
  }

  private void awaitListening() throws InterruptedException {
    Instant limit = Instant.now().plusSeconds(WAIT_SECONDS_MAX);
    while (true) {
      try (var _ = new Socket("127.0.0.1", port)) {
        return;
      } catch (IOException e) {
        assertThat(Instant.now()).as(operator.log()).isBefore(limit);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }
}
