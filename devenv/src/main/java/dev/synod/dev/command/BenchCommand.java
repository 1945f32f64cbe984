package dev.synod.dev.command;

import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Runs a benchmark. */
@Command(
    name = "bench",
    description = "Runs a benchmark beside its peer and prints a table.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

  static final List<String> NAMES = List.of("core", "history", "kernel");

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description =
          "core, history or kernel, or 'help'; options after it are passed on, '--quick' for one.")
  private String name;

  @Spec private CommandSpec spec;

  /** What follows the name is the benchmark's, options too. */
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    // Before minutes are spent on building.
    if (!NAMES.contains(name) && !name.equals("help")) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "Expected one of the benchmarks %s, but found '%s'."
              .formatted(String.join(", ", NAMES), name));
    }
    Workspace workspace = Workspace.current();
    Toolchain tools = Toolchain.of(System.getenv());
    workspace.create();
    ToolStep.run(workspace, tools, Tool.required(), new Steps(System.out));
    Checks checks = new Checks(workspace, tools);
    checks.maven(List.of("-q", "-pl", "bench", "-am", "package", "-DskipTests"));
    List<String> command =
        new ArrayList<>(List.of(workspace.root().resolve("bench/bin/bench").toString(), name));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(workspace.root().toFile()).inheritIO();
    builder.environment().putAll(checks.environment());
    return builder.start().waitFor();
  }
}
