package dev.synod.dev.toolchain;

/** Where a tool's source comes from, and in which version. */
enum GoModule {
  ETCD("go.etcd.io/etcd/server/v3", "3.6.8", ""),
  KUBERNETES("k8s.io/kubernetes", "1.34.4", "/cmd/%s"),
  OPA("github.com/open-policy-agent/opa", "1.9.0", ""),
  HELM("helm.sh/helm/v3", "3.19.5", "/cmd/%s");

  private final String path;
  private final String version;
  private final String command;

  GoModule(String path, String version, String command) {
    this.path = path;
    this.version = version;
    this.command = command;
  }

  String path() {
    return path;
  }

  String version() {
    return version;
  }

  /** Import path of a tool's main package. */
  String mainPackage(Tool tool) {
    return path + command.formatted(tool.program());
  }
}
