package dev.synod.dev.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * One clone and the state that its development environment keeps.
 *
 * @param root the clone
 * @param state everything that {@code ./dev} writes, apart from build output
 * @param ports where its servers listen
 */
public record Workspace(Path root, Path state, Ports ports) {

  /**
   * The workspace of a clone; {@code SYNOD_DEV_DIR} and {@code SYNOD_PORT_BASE} move its state and
   * its ports.
   */
  public static Workspace of(Path root, Map<String, String> environment) {
    Path clone = root.toAbsolutePath().normalize();
    Path state = clone.resolve(environment.getOrDefault("SYNOD_DEV_DIR", ".dev")).normalize();
    String base = environment.getOrDefault("SYNOD_PORT_BASE", "" + Ports.DEFAULT_BASE);
    try {
      return new Workspace(clone, state, new Ports(Integer.parseInt(base)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Expected a number in SYNOD_PORT_BASE, but found '%s'".formatted(base), e);
    }
  }

  /** The workspace of the clone that {@code ./dev} was called in. */
  public static Workspace current() {
    return of(Path.of(System.getProperty("synod.root", "")), System.getenv());
  }

  /** One log per process, {@code NAME.log}. */
  public Path logs() {
    return state.resolve("logs");
  }

  /** What must survive {@code ./dev down}: databases and the log. */
  public Path data() {
    return state.resolve("data");
  }

  /** Pid files, tokens and the supervisor's status: gone after {@code ./dev down}. */
  public Path run() {
    return state.resolve("run");
  }

  /** Private keys and certificates of the Kubernetes control plane. */
  public Path pki() {
    return state.resolve("pki");
  }

  public Path kubeconfig() {
    return state.resolve("kubeconfig");
  }

  public Path loginFile() {
    return state.resolve("login.json");
  }

  /** Files of the pods that the dev node runs. */
  public Path node() {
    return state.resolve("node");
  }

  /** Copies of build output that processes run from. */
  public Path applications() {
    return state.resolve("app");
  }

  /** Programs that {@code ./dev kubectl} finds: kubectl itself and its plugin. */
  public Path programs() {
    return state.resolve("bin");
  }

  /** Service-account tokens that the supervisor renews, one file per service account. */
  public Path tokens() {
    return run().resolve("tokens");
  }

  /** The log of one process. */
  public Path log(String name) {
    return logs().resolve(name + ".log");
  }

  /** Makes the folders that others expect. */
  public void create() throws IOException {
    PrivateFiles.createDirectory(state);
    for (Path folder : new Path[] {logs(), data(), run(), pki(), tokens()}) {
      Files.createDirectories(folder);
    }
  }
}
