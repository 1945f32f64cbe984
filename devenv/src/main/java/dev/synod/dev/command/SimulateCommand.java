package dev.synod.dev.command;

import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Simulates a cluster under faults. */
@Command(
    name = "simulate",
    description = "Simulates replicas and clients under faults, from a seed; '--help' lists more.")
final class SimulateCommand implements Callable<Integer> {

  /** All options are the simulator's. */
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Workspace workspace = Workspace.current();
    workspace.create();
    if (!"true".equals(System.getenv(UpCommand.SKIP_BUILD))) {
      new Checks(workspace, Toolchain.of(System.getenv()))
          .maven(List.of("-q", "-pl", "simulator", "-am", "package", "-DskipTests"));
    }
    List<String> command =
        new ArrayList<>(List.of(workspace.root().resolve("simulator/bin/simulate").toString()));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .directory(workspace.root().toFile())
        .inheritIO()
        .start()
        .waitFor();
  }
}
