/** An embedded Kubernetes control plane: etcd, kube-apiserver, kube-controller-manager. */
@NullMarked
package dev.synod.dev.controlplane;

import org.jspecify.annotations.NullMarked;
