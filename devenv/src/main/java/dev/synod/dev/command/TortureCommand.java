package dev.synod.dev.command;

import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs clients against servers under faults. */
@Command(
    name = "torture",
    description =
        "Kills, pauses, cuts off and restarts real servers under real clients, from a seed, and"
            + " judges what the clients were told.",
    mixinStandardHelpOptions = true)
final class TortureCommand implements Callable<Integer> {

  @Option(
      names = "--minutes",
      paramLabel = "MINUTES",
      description = "Of faults, 0.1 to 600 (by default 4).")
  private Optional<Double> minutes = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "Of the faults; drawn and printed by default.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--bug",
      paramLabel = "BUG",
      description = "Planted into the servers: stale-read, lost-write or repeated-apply.")
  private Optional<String> bug = Optional.empty();

  /** As the harness takes them. */
  private List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    minutes.ifPresent(value -> arguments.addAll(List.of("--minutes", "" + value)));
    seed.ifPresent(value -> arguments.addAll(List.of("--seed", "" + value)));
    bug.ifPresent(value -> arguments.addAll(List.of("--bug", value)));
    return arguments;
  }

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
    command.addAll(arguments());
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(workspace.root().toFile()).inheritIO();
    builder.environment().putAll(checks.environment());
    return builder.start().waitFor();
  }
}
