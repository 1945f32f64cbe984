package dev.synod.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.dev.cluster.Cluster;
import dev.synod.testkit.ControlPlane;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pods of the chart in a namespace that enforces the Pod Security Standard restricted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodSecurityIT {
  @RegisterExtension private static final ControlPlane CONTROL_PLANE = new ControlPlane();

  private static final String RESTRICTED = "restricted-pods";
  private static final Helm HELM = Helm.alone();

  private KubernetesClient client = new KubernetesClientBuilder().build();

  @BeforeAll
  void restrict() throws IOException {
    client.close();
    client = Cluster.connect(CONTROL_PLANE.kubeconfig());
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(RESTRICTED)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .addToLabels("pod-security.kubernetes.io/enforce-version", "latest")
                .endMetadata()
                .build())
        .serverSideApply();
    for (String account :
        List.of("default", "synod-operator", "synod-worker", "synod-api-server")) {
      client
          .resource(
              new ServiceAccountBuilder()
                  .withNewMetadata()
                  .withNamespace(RESTRICTED)
                  .withName(account)
                  .endMetadata()
                  .build())
          .serverSideApply();
    }
    for (String name : List.of("important", "critical")) {
      client
          .resource(
              new PriorityClassBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .endMetadata()
                  .withValue(1000)
                  .build())
          .serverSideApply();
    }
  }

  @AfterAll
  void disconnect() {
    client.close();
  }

  @ParameterizedTest
  @MethodSource("dev.synod.helm.Cases#values")
  void shouldTakeEveryPod(Path values) {
    for (Pod pod : HELM.render(Helm.CHART, values).pods()) {
      // When
      Pod taken = dryRun(pod);

      // Then
      assertThat(taken.getSpec().getContainers()).isNotEmpty();
    }
  }

  @Test
  void shouldRefuseAPodThatMayGainPrivileges() {
    // Given
    Pod pod =
        new PodBuilder(HELM.render(Helm.CHART, Cases.LEAST).pods().getFirst())
            .editSpec()
            .editFirstContainer()
            .editSecurityContext()
            .withAllowPrivilegeEscalation(true)
            .endSecurityContext()
            .endContainer()
            .endSpec()
            .build();

    // Then
    assertThatThrownBy(() -> dryRun(pod))
        .hasMessageContaining("violates PodSecurity \"restricted:latest\"");
  }

  private Pod dryRun(Pod pod) {
    Pod moved = new PodBuilder(pod).editMetadata().withNamespace(RESTRICTED).endMetadata().build();
    return client.resource(moved).dryRun().create();
  }
}
