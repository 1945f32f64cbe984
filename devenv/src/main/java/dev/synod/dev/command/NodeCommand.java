package dev.synod.dev.command;

import dev.synod.dev.cluster.Cluster;
import dev.synod.dev.node.DevNode;
import dev.synod.dev.workspace.Workspace;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The dev node itself; the supervisor starts it. */
@Command(name = "node", hidden = true)
final class NodeCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    Workspace workspace = Workspace.current();
    DevNode node =
        new DevNode(workspace, Cluster.connect(workspace.kubeconfig()), Clock.systemUTC());
    Runtime.getRuntime().addShutdownHook(new Thread(node::close, "shutdown"));
    node.run();
    return 0;
  }
}
