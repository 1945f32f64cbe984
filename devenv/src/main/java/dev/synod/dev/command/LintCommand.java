package dev.synod.dev.command;

import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.Workspace;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Form and static checks, without tests. */
@Command(
    name = "lint",
    description = "Checks form and compiles with all static checks.",
    mixinStandardHelpOptions = true)
final class LintCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    Workspace workspace = Workspace.current();
    Toolchain tools = Toolchain.of(System.getenv());
    workspace.create();
    ToolStep.run(workspace, tools, Tool.required(), new Steps(System.out));
    Checks checks = new Checks(workspace, tools);
    checks.policies();
    checks.maven(
        List.of("-q", "spotless:check", "package", "-DskipTests", "-Dquarkus.build.skip=true"));
    System.out.println("No findings.");
    return 0;
  }
}
