package dev.synod.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The whole product, started once for all tests by {@code ./dev up} with a state directory and
 * ports of its own, and taken down at the end.
 */
final class Stack implements BeforeAllCallback, AutoCloseable {
  private static final String PORT_BASE = System.getProperty("acceptance.portBase", "19000");
  private static final Path ROOT = root();
  private static final Path STATE = ROOT.resolve("acceptance/target/dev");

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.GLOBAL)
        .computeIfAbsent(
            Stack.class,
            _ -> {
              run(Duration.ofMinutes(30), "./dev", "up").succeeded();
              return this;
            });
  }

  @Override
  public void close() {
    run(Duration.ofMinutes(2), "./dev", "down", "--purge").succeeded();
  }

  static Result dev(String... arguments) {
    var command = new ArrayList<>(List.of("./dev"));
    command.addAll(List.of(arguments));
    return run(Duration.ofMinutes(5), command.toArray(String[]::new));
  }

  static Result kubectl(String... arguments) {
    var command = new ArrayList<>(List.of("./dev", "kubectl"));
    command.addAll(List.of(arguments));
    return run(Duration.ofMinutes(5), command.toArray(String[]::new));
  }

  static Result synod(String... arguments) {
    var command = new ArrayList<>(List.of("./dev", "kubectl", "synod"));
    command.addAll(List.of(arguments));
    return run(Duration.ofMinutes(5), command.toArray(String[]::new));
  }

  /** Runs a line of shell as a person would type it, with kubectl and the plugin on the path. */
  static Result shell(String line) {
    String path =
        STATE.resolve("bin") + ":" + ROOT.resolve("cli/bin") + ":" + System.getenv("PATH");
    return run(
        Duration.ofMinutes(5),
        "bash",
        "-c",
        "export PATH='%s' KUBECONFIG='%s'; %s".formatted(path, STATE.resolve("kubeconfig"), line));
  }

  static Result run(Duration limit, String... command) {
    try {
      Path out = Files.createTempFile("out", ".txt");
      Path err = Files.createTempFile("err", ".txt");
      var builder =
          new ProcessBuilder(command)
              .directory(ROOT.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().put("SYNOD_DEV_DIR", STATE.toString());
      builder.environment().put("SYNOD_PORT_BASE", PORT_BASE);
      Process process = builder.start();
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            "Expected %s to end within %s; it had printed:%n%s%n%s"
                .formatted(
                    String.join(" ", command),
                    limit,
                    Files.readString(out),
                    Files.readString(err)));
      }
      return new Result(
          String.join(" ", command),
          process.exitValue(),
          Files.readString(out),
          Files.readString(err));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Kills a component as {@code kill -9} does, and returns its process id. */
  static long kill(String component) {
    long pid = pid(component);
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    return pid;
  }

  /** Process id of a component that runs now. */
  static long pid(String component) {
    try {
      String text = Files.readString(STATE.resolve("run").resolve(component + ".pid")).strip();
      return Long.parseLong(text.split("\\s+")[0]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static void await(String what, Duration limit, java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await(what).atMost(limit).pollInterval(Duration.ofMillis(500)).until(condition);
  }

  /** Starts a run of the sample's workflow and does not wait. */
  static void startRun(String name, String repository) {
    synod(
            "run",
            "start",
            "release-review",
            name,
            "-n",
            "review",
            "--as",
            "admin",
            "--input",
            "{\"repository\":\"" + repository + "\"}")
        .succeeded();
  }

  /** Waits until a run has succeeded. */
  static void awaitSucceeded(String name, Duration limit) {
    await(
        "run " + name + " succeeds",
        limit,
        () -> {
          Result shown = synod("run", "show", name, "-n", "review", "-o", "json");
          assertThat(shown.out()).doesNotContain("Faulted").doesNotContain("Cancelled");
          return shown.out().contains("Succeeded");
        });
  }

  static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(directory.resolve("dev"))) {
      directory = directory.getParent();
    }
    return directory;
  }

  static Path state() {
    return STATE;
  }
}
