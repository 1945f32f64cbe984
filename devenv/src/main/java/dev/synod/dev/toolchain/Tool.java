package dev.synod.dev.toolchain;

import java.util.List;
import java.util.stream.Stream;

/** A program of others that is built from its Go module. */
public enum Tool {
  ETCD("etcd", GoModule.ETCD),
  KUBE_APISERVER("kube-apiserver", GoModule.KUBERNETES),
  KUBE_CONTROLLER_MANAGER("kube-controller-manager", GoModule.KUBERNETES),
  KUBECTL("kubectl", GoModule.KUBERNETES),
  OPA("opa", GoModule.OPA),
  HELM("helm", GoModule.HELM);

  private final String program;
  private final GoModule module;

  Tool(String program, GoModule module) {
    this.program = program;
    this.module = module;
  }

  /** File name of the executable. */
  public String program() {
    return program;
  }

  GoModule module() {
    return module;
  }

  /** What an embedded control plane and the API server's neighbours need. */
  public static List<Tool> required() {
    return List.of(ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, KUBECTL, OPA);
  }

  /** What tests need: the same, and what installs the chart. */
  public static List<Tool> requiredByTests() {
    return Stream.concat(required().stream(), Stream.of(HELM)).toList();
  }
}
