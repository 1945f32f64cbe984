package dev.synod.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.dev.cluster.Cluster;
import dev.synod.testkit.ControlPlane;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kubernetes takes what the chart renders, and knows every field of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValidObjectsIT {
  @RegisterExtension private static final ControlPlane CONTROL_PLANE = new ControlPlane();

  private static final String ELSEWHERE = "valid-objects";
  private static final Helm HELM = Helm.alone();

  /** Kinds of others, which are rendered only where they are asked for. */
  private static final Set<String> OTHERS = Set.of("Certificate", "ServiceMonitor");

  private KubernetesClient client = new KubernetesClientBuilder().build();

  @BeforeAll
  void connect() throws IOException {
    client.close();
    client = Cluster.connect(CONTROL_PLANE.kubeconfig());
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(ELSEWHERE).endMetadata().build())
        .serverSideApply();
  }

  @AfterAll
  void disconnect() {
    client.close();
  }

  @ParameterizedTest
  @MethodSource("dev.synod.helm.Cases#values")
  void shouldTakeEveryObject(Path values) {
    // Given
    List<JsonNode> objects = HELM.render(Helm.CHART, values).objects();
    assertThat(objects).isNotEmpty();

    for (JsonNode object : objects) {
      if (!OTHERS.contains(object.path("kind").asText())) {
        // When
        HasMetadata taken = apply(object);

        // Then
        assertThat(taken.getMetadata().getName()).isEqualTo(object.at("/metadata/name").asText());
      }
    }
  }

  @Test
  void shouldRefuseAFieldThatIsMisspelt() {
    // Given
    JsonNode deployment = HELM.render(Helm.CHART, Cases.LEAST).get("Deployment", "synod-worker");
    ((ObjectNode) deployment.at("/spec/template/spec")).put("priorityClass", "high");

    // Then
    assertThatThrownBy(() -> apply(deployment)).hasMessageContaining("priorityClass");
  }

  private HasMetadata apply(JsonNode object) {
    GenericKubernetesResource resource = Rendered.as(object, GenericKubernetesResource.class);
    if (resource.getMetadata().getNamespace() != null) {
      resource.getMetadata().setNamespace(ELSEWHERE);
    }
    return client
        .resource(resource)
        .dryRun()
        .fieldValidation(Validation.STRICT)
        .forceConflicts()
        .serverSideApply();
  }
}
