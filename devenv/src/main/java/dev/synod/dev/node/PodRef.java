package dev.synod.dev.node;

import io.fabric8.kubernetes.api.model.apps.Deployment;

/**
 * One replica of a Deployment.
 *
 * @param namespace the Deployment's
 * @param deployment its name
 * @param index from 0 to the number of replicas
 */
record PodRef(String namespace, String deployment, int index) {

  static PodRef of(Deployment deployment, int index) {
    return new PodRef(
        deployment.getMetadata().getNamespace(), deployment.getMetadata().getName(), index);
  }

  /** Name of the pod that stands for this replica. */
  String name() {
    return deployment + "-" + index;
  }

  /** Unique on this node, and fit for a file name. */
  String id() {
    return namespace + "." + name();
  }
}
