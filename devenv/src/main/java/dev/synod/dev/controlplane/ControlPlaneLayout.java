package dev.synod.dev.controlplane;

import java.nio.file.Path;

/**
 * Where one control plane keeps its files.
 *
 * @param pki keys and certificates
 * @param data etcd's database
 * @param logs one log per process
 * @param kubeconfig the administrator's, written by {@link ControlPlane#prepare}
 */
public record ControlPlaneLayout(Path pki, Path data, Path logs, Path kubeconfig) {

  /** Everything below one folder. */
  public static ControlPlaneLayout in(Path folder) {
    return new ControlPlaneLayout(
        folder.resolve("pki"),
        folder.resolve("data"),
        folder.resolve("logs"),
        folder.resolve("kubeconfig"));
  }
}
