package dev.synod.dev.command;

import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All that must hold before a change lands. */
@Command(
    name = "test",
    description = "All that must hold before a change lands.",
    mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {

  @Option(names = "--fast", description = "Leave out what needs a server.")
  private boolean fast;

  @Override
  public Integer call() throws Exception {
    Workspace workspace = Workspace.current();
    Toolchain tools = Toolchain.of(System.getenv());
    workspace.create();
    ToolStep.run(workspace, tools, Tool.requiredByTests(), new Steps(System.out));
    Checks checks = new Checks(workspace, tools);
    checks.policies();
    // Before all else: a module that fails takes those that build on it along.
    checks.maven(List.of("--quiet", "-Pacceptance", "spotless:check"));
    List<String> arguments = new ArrayList<>(List.of("--fail-at-end", "verify"));
    if (fast) {
      arguments.add("-DskipITs");
    } else {
      arguments.add("-Pacceptance");
    }
    checks.maven(arguments);
    System.out.println("All checks passed.");
    return 0;
  }
}
