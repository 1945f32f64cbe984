package dev.synod.dev.command;

import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** Runs a benchmark. */
@Command(
    name = "bench",
    description = "Runs a benchmark beside its peer and prints a table.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "Such as 'core'; options after it are passed on, '--quick' for one.")
  private String name;

  /** What follows the name is the benchmark's, options too. */
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
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
