package dev.synod.testkit;

import dev.synod.dev.controlplane.TemporaryControlPlane;
import java.nio.file.Path;

/**
 * A Kubernetes control plane: etcd, kube-apiserver and kube-controller-manager, without nodes.
 * Started in 3 to 10 seconds.
 */
public final class ControlPlane extends ServerExtension<TemporaryControlPlane> {

  /** One that the tests of a run share. */
  public ControlPlane() {
    super(TemporaryControlPlane.class);
  }

  @Override
  TemporaryControlPlane start() throws Exception {
    return TemporaryControlPlane.start();
  }

  /** The administrator's kubeconfig. */
  public Path kubeconfig() {
    return server().kubeconfig();
  }

  /** Base URL of the Kubernetes API; also the issuer of service-account tokens. */
  public String url() {
    return server().server();
  }
}
