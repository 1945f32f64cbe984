package dev.synod.dev.command;

import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks of which a failing one says how it was called. */
final class Checks {

  private final Workspace workspace;
  private final Toolchain tools;

  Checks(Workspace workspace, Toolchain tools) {
    this.workspace = workspace;
    this.tools = tools;
  }

  /** Form, strict compilation and tests of the policies; the tests must reach every line. */
  void policies() throws CommandFailure, IOException, InterruptedException {
    String policies = workspace.root().resolve("policies").toString();
    opa("fmt", "--fail", "--list", policies);
    opa("check", "--strict", policies);
    opa("test", "--coverage", "--threshold", "100", "--format", "pretty", policies);
    System.out.println("Policies: formatted, checked, tested.");
  }

  /** Maven with the servers that integration tests start. */
  void maven(List<String> arguments) throws CommandFailure, IOException, InterruptedException {
    int exit = new MavenBuild(workspace).run(environment(), arguments.toArray(String[]::new));
    if (exit != 0) {
      throw new CommandFailure("Maven %s ended with code %d".formatted(arguments, exit));
    }
  }

  /** What tests and benchmarks find their servers' programs by. */
  Map<String, String> environment() {
    Path programs = tools.path(Tool.KUBE_APISERVER).toAbsolutePath().getParent();
    // What the user's own folder of programs lacks was built into the cache.
    String path = programs + ":" + tools.directory().toAbsolutePath();
    return Map.of(
        // Tests that call './dev up' find the product built by the same Maven run.
        UpCommand.SKIP_BUILD,
        "true",
        "KUBEBUILDER_ASSETS",
        "" + programs,
        "KUBE_API_TEST_DIR",
        tools.kubeApiTestDirectory().toString(),
        "KUBE_API_TEST_API_SERVER_VERSION",
        Toolchain.KUBERNETES_VERSION,
        "PATH",
        path + ":" + System.getenv("PATH"));
  }

  private void opa(String... arguments) throws CommandFailure, IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(tools.path(Tool.OPA).toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("opa", ".log");
    try {
      int exit =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start()
              .waitFor();
      if (exit != 0) {
        throw new CommandFailure(
            "opa %s ended with code %d:%n%s"
                .formatted(String.join(" ", arguments), exit, Files.readString(output)));
      }
    } finally {
      Files.delete(output);
    }
  }
}
