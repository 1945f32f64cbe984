package dev.synod.dev.command;

import dev.synod.dev.workspace.FileTree;
import dev.synod.dev.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stops what {@code up} started. */
@Command(
    name = "down",
    description = "Stops what 'up' started, and nothing else. Data is kept.",
    mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

  @Option(names = "--purge", description = "Also forget all data, logins and logs.")
  private boolean purge;

  @Override
  public Integer call() throws Exception {
    Workspace workspace = Workspace.current();
    boolean stopped = SupervisorProcess.stop(workspace);
    FileTree.delete(workspace.run());
    FileTree.delete(workspace.node());
    FileTree.delete(workspace.applications());
    System.out.println(stopped ? "Synod is stopped." : "Synod was not running.");
    if (purge) {
      FileTree.delete(workspace.state());
      System.out.printf("Its data in %s is gone.%n", workspace.state());
    }
    return 0;
  }
}
