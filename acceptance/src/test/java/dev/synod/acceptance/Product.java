package dev.synod.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The whole product of this clone with a state directory and ports of its own, used as a person
 * uses it: by commands.
 */
final class Product {
  static final Path ROOT = root();
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(5);

  private final Path state;
  private final Map<String, String> environment;

  Product(String name, int portBase) {
    state = ROOT.resolve("acceptance/target/dev-" + name);
    environment =
        Map.of(
            "SYNOD_DEV_DIR",
            state.toString(),
            "SYNOD_PORT_BASE",
            "" + portBase,
            "XDG_CONFIG_HOME",
            state.resolve("config").toString());
  }

  Path state() {
    return state;
  }

  Result dev(String... arguments) {
    return command(List.of("./dev"), arguments);
  }

  Result kubectl(String... arguments) {
    return command(List.of("./dev", "kubectl", "-n", "review"), arguments);
  }

  Result synod(String... arguments) {
    return command(List.of("./dev", "kubectl", "synod", "-n", "review"), arguments);
  }

  private Result command(List<String> begin, String... arguments) {
    return run(
        COMMAND_LIMIT, Stream.concat(begin.stream(), Stream.of(arguments)).toArray(String[]::new));
  }

  /** Runs a line of shell as a person would type it, with kubectl and the plugin on the path. */
  Result shell(String line) {
    String settings =
        "export PATH='%s':\"$PATH\" KUBECONFIG='%s' SYNOD_LOGIN_FILE='%s'; "
            .formatted(
                state.resolve("bin"), state.resolve("kubeconfig"), state.resolve("login.json"));
    return run(COMMAND_LIMIT, "bash", "-c", settings + line);
  }

  Result run(Duration limit, String... command) {
    return run(Map.of(), limit, command);
  }

  /** Runs a command in the clone's root, with further variables in its environment. */
  Result run(Map<String, String> variables, Duration limit, String... command) {
    try {
      Path out = Files.createTempFile("out", ".txt");
      Path err = Files.createTempFile("err", ".txt");
      var builder =
          new ProcessBuilder(command)
              .directory(ROOT.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      builder.environment().putAll(variables);
      Process process = builder.start();
      boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      var result =
          new Result(
              String.join(" ", command),
              process.exitValue(),
              Files.readString(out),
              Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      assertThat(ended)
          .as("%s ends within %s; it printed:%n%s", result.command(), limit, result.all())
          .isTrue();
      return result;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Begins a command that goes on, with all that it prints in a file. */
  Process begin(Path output, String... command) throws IOException {
    var builder =
        new ProcessBuilder(command)
            .directory(ROOT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Ends a part of the product, such as {@code api-server}, as {@code kill -9} does. */
  long kill(String part) {
    return killProcess(pidFile(part));
  }

  /** Sends a signal, such as {@code STOP}, to a process. */
  void signal(String signal, long pid) {
    run(COMMAND_LIMIT, "kill", "-" + signal, "" + pid).succeeded();
  }

  /** Another process of a part that runs, with the same command and environment but for some. */
  Process another(String part, Map<String, String> different) throws IOException {
    Path process = Path.of("/proc", "" + pid(part));
    var builder =
        new ProcessBuilder(words(process.resolve("cmdline")))
            .directory(process.resolve("cwd").toRealPath().toFile())
            .redirectErrorStream(true)
            .redirectOutput(state.resolve("logs/another-%s.log".formatted(part)).toFile());
    Map<String, String> variables = builder.environment();
    variables.clear();
    for (String variable : words(process.resolve("environ"))) {
      int end = variable.indexOf('=');
      variables.put(variable.substring(0, end), variable.substring(end + 1));
    }
    variables.putAll(different);
    return builder.start();
  }

  private static List<String> words(Path file) throws IOException {
    return List.of(Files.readString(file).split("\0"));
  }

  /** Ends what the dev node runs for an agent, such as {@code historian-0}. */
  long killPod(String pod) {
    return killProcess(podPidFile(pod));
  }

  private long killProcess(Path pidFile) {
    long pid = pid(pidFile);
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    return pid;
  }

  /** Waits until a part runs anew. */
  void awaitAnother(String part, long killed) {
    await(part + " is back", Duration.ofMinutes(5), () -> pid(part) != killed);
    await("everything is ready", Duration.ofMinutes(5), () -> dev("status").exit() == 0);
  }

  /** Process id of a part as it runs now. */
  long pid(String part) {
    return pid(pidFile(part));
  }

  private Path pidFile(String part) {
    return state.resolve("run").resolve(part + ".pid");
  }

  private Path podPidFile(String pod) {
    try (Stream<Path> files = Files.walk(state.resolve("run"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(pod + ".pid"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("Expected a process of pod " + pod));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long pid(Path pidFile) {
    try {
      String text = Files.readString(pidFile).strip();
      return Long.parseLong(text.substring(0, text.indexOf(' ')));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static void await(String what, Duration limit, Callable<Boolean> condition) {
    found(what, limit, condition, isSo -> isSo);
  }

  /** Asks until the answer is one that is wanted, and answers it. */
  static <T> T found(String what, Duration limit, Callable<T> asked, Predicate<T> wanted) {
    return Awaitility.await(what)
        .atMost(limit)
        .pollInterval(Duration.ofMillis(250))
        .until(asked, wanted::test);
  }

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(directory.resolve("dev"))) {
      directory = directory.getParent();
    }
    return directory;
  }
}
