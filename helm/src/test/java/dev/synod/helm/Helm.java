package dev.synod.helm;

import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The program, with folders of its own, so that it neither reads nor leaves anything of a user. */
final class Helm {
  static final Path CHART = Path.of("synod");
  static final String NAMESPACE = "synod-system";
  static final String RELEASE = "synod";

  private final List<String> options;
  private final Path home;

  /** What it has printed, and whether it has succeeded. */
  record Result(int exit, String output, String errors) {
    /** What was printed. */
    String expectSuccess() {
      if (exit != 0) {
        throw new AssertionError("Expected helm to succeed, but found:\n" + errors + output);
      }
      return output;
    }
  }

  private Helm(List<String> options) {
    this.options = List.copyOf(options);
    try {
      this.home = Files.createTempDirectory("helm");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** One that asks no cluster. */
  static Helm alone() {
    return new Helm(List.of());
  }

  /** One that works on a cluster. */
  static Helm on(Path kubeconfig) {
    return new Helm(List.of("--kubeconfig=" + kubeconfig));
  }

  /** What the chart renders with values, as if it were installed. */
  Rendered render(Path chart, Path values, String... more) {
    return Rendered.of(template(chart, values, more).expectSuccess());
  }

  Result template(Path chart, Path values, String... more) {
    return run(
        Stream.concat(
                Stream.of(
                    "template",
                    RELEASE,
                    chart.toString(),
                    "--namespace=" + NAMESPACE,
                    "--values=" + values),
                Stream.of(more))
            .toArray(String[]::new));
  }

  Result run(String... arguments) {
    var command = new ArrayList<String>();
    command.add(Toolchain.of(System.getenv()).path(Tool.HELM).toString());
    command.addAll(List.of(arguments));
    command.addAll(options);
    try {
      Path errors = Files.createTempFile(home, "errors", ".txt");
      var builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.environment().put("HELM_CONFIG_HOME", home.resolve("config").toString());
      builder.environment().put("HELM_CACHE_HOME", home.resolve("cache").toString());
      builder.environment().put("HELM_DATA_HOME", home.resolve("data").toString());
      builder.environment().remove("KUBECONFIG");
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output, Files.readString(errors));
    } catch (IOException e) {
      throw new AssertionError("Expected to run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
