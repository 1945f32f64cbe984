package dev.synod.dev.controlplane;

import dev.synod.dev.supervisor.TemporaryServers;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A control plane for the time of a test, on ports that were free. */
public final class TemporaryControlPlane implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final ControlPlane controlPlane;
  private final TemporaryServers servers;

  private TemporaryControlPlane(ControlPlane controlPlane, TemporaryServers servers) {
    this.controlPlane = controlPlane;
    this.servers = servers;
  }

  /** Starts one and waits until it serves, about 5 seconds. */
  public static TemporaryControlPlane start()
      throws IOException, GeneralSecurityException, InterruptedException {
    Path folder = TemporaryServers.newFolder();
    List<Integer> ports = FreePorts.find(4);
    ControlPlane controlPlane =
        ControlPlane.prepare(
            ControlPlaneLayout.in(folder),
            new ControlPlanePorts(ports.get(0), ports.get(1), ports.get(2), ports.get(3)),
            Toolchain.of(System.getenv()),
            Clock.systemUTC());
    return new TemporaryControlPlane(
        controlPlane, TemporaryServers.start(folder, controlPlane.parts(), LIMIT));
  }

  /** The administrator's kubeconfig. */
  public Path kubeconfig() {
    return controlPlane.kubeconfig();
  }

  /** Base URL of the Kubernetes API. */
  public String server() {
    return controlPlane.server();
  }

  @Override
  public void close() {
    servers.close();
  }
}
