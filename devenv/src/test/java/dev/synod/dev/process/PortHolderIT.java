package dev.synod.dev.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.dev.workspace.FreePorts;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortHolderIT {

  @Test
  void shouldNameTheProcessWhenAPortIsTaken() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var holder = PortHolder.of(socket.getLocalPort()).orElseThrow();

      assertThat(holder.pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(holder.describe()).contains("java");
    }
  }

  @Test
  void shouldFindNobodyWhenAPortIsFree() throws Exception {
    assertThat(PortHolder.of(FreePorts.find(1).getFirst())).isEmpty();
  }
}
