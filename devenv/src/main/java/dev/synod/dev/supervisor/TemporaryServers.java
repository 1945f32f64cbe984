package dev.synod.dev.supervisor;

import dev.synod.dev.workspace.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Servers for the time of a test: they end, and their folder goes, when this is closed. */
public final class TemporaryServers implements AutoCloseable {

  private final Path folder;
  private final Supervisor supervisor;
  private final Thread shutdown;

  private TemporaryServers(Path folder, Supervisor supervisor) {
    this.folder = folder;
    this.supervisor = supervisor;
    this.shutdown = new Thread(supervisor::close, "shutdown");
  }

  /** A folder that nobody else uses. */
  public static Path newFolder() throws IOException {
    return Files.createTempDirectory("synod-test");
  }

  /**
   * Starts them and waits until they serve.
   *
   * @param folder all that they write; it is deleted in the end
   * @throws IllegalStateException with the reasons when they don't serve within the limit
   */
  public static TemporaryServers start(Path folder, List<Part> parts, Duration limit)
      throws InterruptedException {
    TemporaryServers servers =
        new TemporaryServers(folder, new Supervisor(parts, folder.resolve("run")));
    Runtime.getRuntime().addShutdownHook(servers.shutdown);
    servers.supervisor.start();
    if (!servers.supervisor.awaitReady(limit)) {
      String state =
          servers.supervisor.status().stream()
              .filter(part -> !part.isReady())
              .map(part -> part.name() + " " + part.state() + " " + part.detail())
              .collect(Collectors.joining("; "));
      servers.supervisor.close();
      throw new IllegalStateException(
          "Expected servers in %s within %s, but found: %s".formatted(folder, limit, state));
    }
    return servers;
  }

  /** What is known of each of them now. */
  public List<PartStatus> status() {
    return supervisor.status();
  }

  @Override
  public void close() {
    supervisor.close();
    Runtime.getRuntime().removeShutdownHook(shutdown);
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
