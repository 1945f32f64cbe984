package dev.synod.operator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.crds.agent.Agent;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code src/test/resources/agent} holds an Agent and the Deployment that runs it.
 * To rewrite the latter: {@code -Dgolden.update=true}.
 */
class DeploymentsTest {
  private static final Path CASES = Path.of("src/test/resources/agent");

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldRenderDeploymentOfCaseWhenAgentHasWorkload(Path folder) throws IOException {
    Agent agent =
        Serialization.unmarshal(Files.readString(folder.resolve("in-agent.yaml")), Agent.class);
    Path expected = folder.resolve("out-deployment.yaml");

    String rendered =
        Serialization.asYaml(
            Deployments.render(
                agent, agent.getSpec().workload().container(), "https://synod.example:7443"));

    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, rendered);
    }
    assertThat(rendered).isEqualTo(Files.readString(expected));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("in-agent.yaml", "out-deployment.yaml");
    }
  }
}
