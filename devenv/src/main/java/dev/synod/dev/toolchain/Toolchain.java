package dev.synod.dev.toolchain;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the tools: in {@code KUBEBUILDER_ASSETS}, then in the user's cache, where missing ones are
 * built once for all clones.
 */
public final class Toolchain {

  /** Kubernetes version of the embedded control plane. */
  public static final String KUBERNETES_VERSION = GoModule.KUBERNETES.version();

  private final Path cache;
  private final Optional<Path> assets;

  private Toolchain(Path cache, Optional<Path> assets) {
    this.cache = cache;
    this.assets = assets;
  }

  /** The toolchain of a user; {@code XDG_CACHE_HOME} moves the cache. */
  public static Toolchain of(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
    Path caches =
        Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
            .filter(folder -> !folder.isBlank())
            .map(Path::of)
            .orElseGet(() -> Path.of(home, ".cache"));
    Optional<Path> assets =
        Optional.ofNullable(environment.get("KUBEBUILDER_ASSETS"))
            .filter(folder -> !folder.isBlank())
            .map(Path::of);
    return new Toolchain(caches.resolve("synod"), assets);
  }

  /** Everything that is kept for all clones of this user. */
  public Path cache() {
    return cache;
  }

  /** The folder of this version set's executables. */
  public Path directory() {
    return cache
        .resolve("tools")
        .resolve(
            "kubernetes-%s_etcd-%s_opa-%s_helm-%s"
                .formatted(
                    GoModule.KUBERNETES.version(),
                    GoModule.ETCD.version(),
                    GoModule.OPA.version(),
                    GoModule.HELM.version()));
  }

  /** The executable when it is there already. */
  public Optional<Path> find(Tool tool) {
    return assets
        .map(folder -> folder.resolve(tool.program()))
        .filter(Files::isExecutable)
        .or(() -> Optional.of(directory().resolve(tool.program())).filter(Files::isExecutable));
  }

  /** The executable, which {@link #provide} has put there. */
  public Path path(Tool tool) {
    return find(tool)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Expected %s in %s, but it is missing: run ./dev up"
                        .formatted(tool.program(), directory())));
  }

  /** Those of the tools that are not there yet. */
  public List<Tool> missing(Collection<Tool> tools) {
    return tools.stream().filter(tool -> find(tool).isEmpty()).toList();
  }

  /**
   * Builds what is missing. A lock keeps two clones from building at once; the second finds the
   * first one's work.
   *
   * @param log file that the compiler's output is appended to
   */
  public void provide(Collection<Tool> tools, Path log) throws IOException, InterruptedException {
    Files.createDirectories(directory());
    try (FileChannel channel =
            FileChannel.open(
                directory().resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      List<Tool> missing = missing(tools);
      if (!missing.isEmpty() && lock.isValid()) {
        new GoBuild(directory(), log).build(missing);
      }
      linkForKubeApiTest();
    }
  }

  /** The folder that the {@code kube-api-test} library looks for binaries in. */
  public Path kubeApiTestDirectory() {
    return directory().resolve("kube-api-test");
  }

  private void linkForKubeApiTest() throws IOException {
    Path folder =
        kubeApiTestDirectory()
            .resolve("k8s")
            .resolve(KUBERNETES_VERSION + "-linux-" + architecture());
    Files.createDirectories(folder);
    for (Tool tool : List.of(Tool.ETCD, Tool.KUBE_APISERVER, Tool.KUBECTL)) {
      Path link = folder.resolve(tool.program());
      Optional<Path> target = find(tool);
      if (target.isPresent() && !Files.exists(link)) {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, target.get().toAbsolutePath());
      }
    }
  }

  private static String architecture() {
    String name = System.getProperty("os.arch", "");
    return name.equals("aarch64") ? "arm64" : name;
  }
}
