package dev.synod.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.dev.process.ClassArchive;
import dev.synod.dev.workspace.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of our applications as a process of its own, from a copy of its build output. */
final class Launched implements AutoCloseable {
  private final Process process;
  private final String port;

  private Launched(Process process, String port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts the application of a module.
   *
   * @param module its folder beside this one
   */
  static Launched start(String module, Path folder, Map<String, String> environment)
      throws IOException {
    Path source = Path.of("..", module).toAbsolutePath();
    Path copy = folder.resolve(module + "-app");
    if (!Files.isDirectory(copy)) {
      FileTree.replace(source.resolve("target/quarkus-app"), copy);
    }
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + source.resolve("src/main/jvm/" + module + ".options"));
    command.addAll(ClassArchive.of(source).use());
    command.add("-jar");
    command.add(copy.resolve("quarkus-run.jar").toString());
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(folder.resolve(module + ".log").toFile()));
    return new Launched(builder.start(), environment.getOrDefault("SYNOD_HTTP_PORT", ""));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Base URL of its health and metrics, where it has a plain port. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** As {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** As {@code kill}; answers the exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it stops").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
