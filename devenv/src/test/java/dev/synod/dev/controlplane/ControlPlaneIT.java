package dev.synod.dev.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.dev.cluster.Cluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ControlPlaneIT {

  private static TemporaryControlPlane controlPlane;
  private static KubernetesClient client;

  @BeforeAll
  static void start() throws Exception {
    controlPlane = TemporaryControlPlane.start();
    client = Cluster.connect(controlPlane.kubeconfig());
  }

  @AfterAll
  static void stop() {
    client.close();
    controlPlane.close();
  }

  @Test
  void shouldReportItsVersionWhenAsked() {
    assertThat(client.getKubernetesVersion().getGitVersion()).isEqualTo("v1.34.4");
  }

  @Test
  void shouldMakeDefaultServiceAccountWhenNamespaceIsCreated() {
    client.resource(namespace("made")).create();

    var account =
        client
            .serviceAccounts()
            .inNamespace("made")
            .withName("default")
            .waitUntilCondition(Objects::nonNull, 120, TimeUnit.SECONDS);

    assertThat(account).isNotNull();
  }

  @Test
  void shouldCollectDependentWhenOwnerIsDeleted() {
    client.resource(namespace("collected")).create();
    var owner =
        client
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withNamespace("collected")
                    .withName("owner")
                    .endMetadata()
                    .build())
            .create();
    var dependent =
        client.resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("collected")
                .withName("dependent")
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("ConfigMap")
                .withName("owner")
                .withUid(owner.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .build());
    dependent.create();

    client.resource(owner).delete();

    dependent.waitUntilCondition(Objects::isNull, 180, TimeUnit.SECONDS);
    assertThat(dependent.get()).isNull();
  }

  @Test
  void shouldDeleteWhatIsInANamespaceAsTheControllerThatItIs() {
    var namespace = client.resource(namespace("removed"));
    namespace.create();
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("removed")
                .withName("inside")
                .endMetadata()
                .build())
        .create();

    namespace.delete();

    namespace.waitUntilCondition(Objects::isNull, 180, TimeUnit.SECONDS);
    assertThat(
            client
                .serviceAccounts()
                .inNamespace("kube-system")
                .withName("namespace-controller")
                .get())
        .as("who deletes")
        .isNotNull();
  }

  private static io.fabric8.kubernetes.api.model.Namespace namespace(String name) {
    return new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
  }
}
