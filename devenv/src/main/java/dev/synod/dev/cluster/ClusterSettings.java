package dev.synod.dev.cluster;

import java.nio.file.Path;
import java.util.List;

/**
 * What is installed into a cluster.
 *
 * @param kubeconfig of someone who may do all this
 * @param manifests files or folders of YAML: CRDs, roles
 * @param endpoints where agents and people find Synod
 * @param files what is written for Synod's own processes
 */
public record ClusterSettings(
    Path kubeconfig, List<Path> manifests, Endpoints endpoints, Files files) {

  public ClusterSettings {
    manifests = List.copyOf(manifests);
  }

  /**
   * Where agents and people find Synod.
   *
   * @param server URL of Synod's API server
   * @param issuer of people's and agents' tokens
   * @param authority certificate that the API server's own is signed with
   */
  public record Endpoints(String server, String issuer, Path authority) {}

  /**
   * What is written for Synod's own processes.
   *
   * @param clusterKeys the cluster's public keys, with which service-account tokens are verified
   * @param operatorToken the operator's token for the API server
   * @param workerToken the worker's token for the API server
   * @param operatorKubeconfig the operator's access to Kubernetes, under its own role
   */
  public record Files(
      Path clusterKeys, Path operatorToken, Path workerToken, Path operatorKubeconfig) {}
}
