package dev.synod.dev.command;

import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.Workspace;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Formats all sources. */
@Command(name = "fmt", description = "Formats Java and Rego.", mixinStandardHelpOptions = true)
final class FormatCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    Workspace workspace = Workspace.current();
    Toolchain tools = Toolchain.of(System.getenv());
    workspace.create();
    ToolStep.run(workspace, tools, Tool.required(), new Steps(System.out));
    int policies =
        new ProcessBuilder(
                tools.path(Tool.OPA).toString(),
                "fmt",
                "--write",
                workspace.root().resolve("policies").toString())
            .inheritIO()
            .start()
            .waitFor();
    int java = new MavenBuild(workspace).run(Map.of(), "-q", "spotless:apply");
    return Math.max(policies, java);
  }
}
