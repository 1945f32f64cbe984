package dev.synod.dev.command;

import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Runs clients against servers under faults. */
@Command(
    name = "torture",
    description =
        "Kills, pauses and cuts off real servers under real clients, from a seed; '--help' lists more.")
final class TortureCommand implements Callable<Integer> {

  /** All options are the harness's. */
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Workspace workspace = Workspace.current();
    Toolchain tools = Toolchain.of(System.getenv());
    workspace.create();
    ToolStep.run(workspace, tools, Tool.required(), new Steps(System.out));
    Checks checks = new Checks(workspace, tools);
    if (!"true".equals(System.getenv(UpCommand.SKIP_BUILD))) {
      checks.maven(List.of("-q", "-pl", "torture", "-am", "package", "-DskipTests"));
    }
    List<String> command =
        new ArrayList<>(List.of(workspace.root().resolve("torture/bin/torture").toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(workspace.root().toFile()).inheritIO();
    builder.environment().putAll(checks.environment());
    return builder.start().waitFor();
  }
}
