package dev.synod.dev.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodEnvironmentTest {

  private static final PodRef POD = new PodRef("review", "lead", 0);

  private static final PodTemplateSpec TEMPLATE =
      new PodTemplateSpecBuilder()
          .withNewMetadata()
          .addToLabels("team", "review")
          .endMetadata()
          .withNewSpec()
          .endSpec()
          .build();

  private final PodEnvironment environment =
      new PodEnvironment(
          new EmptyCluster(), POD, TEMPLATE, Map.of("/var/run/ca", Path.of("/node/ca")));

  @Test
  void shouldReplaceReferenceWhenTheVariableWasDefinedBefore() throws Exception {
    var container =
        new ContainerBuilder()
            .addNewEnv()
            .withName("HOST")
            .withValue("synod")
            .endEnv()
            .addNewEnv()
            .withName("URL")
            .withValue("https://$(HOST)/$(PATHLESS)/$$(HOST)")
            .endEnv()
            .build();

    assertThat(environment.resolve(container))
        .containsEntry("URL", "https://synod/$(PATHLESS)/$(HOST)");
  }

  @Test
  void shouldPointToTheLocalFolderWhenAValueIsBelowAMount() {
    assertThat(environment.localized("/var/run/ca/ca.crt")).isEqualTo("/node/ca/ca.crt");
    assertThat(environment.localized("/var/run/ca")).isEqualTo("/node/ca");
    assertThat(environment.localized("/var/run/cache")).isEqualTo("/var/run/cache");
  }

  @Test
  void shouldTakeValueFromThePodWhenAFieldIsReferredTo() throws Exception {
    assertThat(PodFields.value(POD, TEMPLATE, "metadata.name")).isEqualTo("lead-0");
    assertThat(PodFields.value(POD, TEMPLATE, "metadata.labels['team']")).isEqualTo("review");
    assertThat(PodFields.value(POD, TEMPLATE, "spec.serviceAccountName")).isEqualTo("default");
  }

  private static final class EmptyCluster implements ClusterObjects {

    @Override
    public Optional<Secret> secret(String namespace, String name) {
      return Optional.empty();
    }

    @Override
    public Optional<ConfigMap> configMap(String namespace, String name) {
      return Optional.empty();
    }

    @Override
    public String token(PodRef pod, String serviceAccount, String audience, Duration lifetime) {
      return "";
    }
  }
}
