package dev.synod.dev.command;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.dev.workspace.Workspace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortStepIT {

  private static final int BASE = 16400;

  @TempDir private Path clone;

  @Test
  void shouldNameUseHolderAndWayOutWhenAPortIsTaken() throws Exception {
    Workspace workspace = workspace();
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), workspace.ports().keycloak()));

      assertThatThrownBy(() -> PortStep.run(workspace))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining(
              "16405 for Keycloak is held by process " + ProcessHandle.current().pid())
          .hasMessageContaining("SYNOD_PORT_BASE=16440");
    }
  }

  @Test
  void shouldGoOnWhenAllPortsAreFree() {
    assertThatCode(() -> PortStep.run(workspace())).doesNotThrowAnyException();
  }

  private Workspace workspace() {
    return Workspace.of(clone, Map.of("SYNOD_PORT_BASE", "" + BASE));
  }
}
