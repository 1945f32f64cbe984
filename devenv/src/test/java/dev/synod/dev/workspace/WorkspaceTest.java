package dev.synod.dev.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkspaceTest {

  private static final Path CLONE = Path.of("/clone");

  @Test
  void shouldKeepStateInTheCloneWhenNothingIsSaid() {
    Workspace workspace = Workspace.of(CLONE, Map.of());

    assertThat(workspace.state()).isEqualTo(Path.of("/clone/.dev"));
    assertThat(workspace.ports().replica(1).https()).isEqualTo(17008);
  }

  @Test
  void shouldMoveStateAndPortsWhenTheEnvironmentSaysSo() {
    Workspace workspace =
        Workspace.of(CLONE, Map.of("SYNOD_DEV_DIR", "/other", "SYNOD_PORT_BASE", "19000"));

    assertThat(workspace.kubeconfig()).isEqualTo(Path.of("/other/kubeconfig"));
    assertThat(workspace.ports().keycloak()).isEqualTo(19005);
  }

  @Test
  void shouldSayWhatItFoundWhenThePortBaseIsNoNumber() {
    assertThatThrownBy(() -> Workspace.of(CLONE, Map.of("SYNOD_PORT_BASE", "many")))
        .hasMessage("Expected a number in SYNOD_PORT_BASE, but found 'many'");
  }

  @Test
  void shouldRefusePortBaseWhenItsRangeWouldNotFit() {
    assertThatThrownBy(() -> new Ports(65530)).hasMessageContaining("SYNOD_PORT_BASE");
  }

  @Test
  void shouldGiveEveryUseItsOwnPortWithinTheRange() {
    Map<String, Integer> ports = new Ports(20000).byUse();

    assertThat(new HashSet<>(ports.values())).hasSameSizeAs(ports.keySet());
    assertThat(ports.values()).allMatch(port -> port > 20000 && port < 20000 + Ports.RANGE);
  }
}
