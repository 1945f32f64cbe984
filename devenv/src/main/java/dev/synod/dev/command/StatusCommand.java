package dev.synod.dev.command;

import dev.synod.dev.supervisor.PartStatus;
import dev.synod.dev.supervisor.Supervisor;
import dev.synod.dev.workspace.Workspace;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows each part's state. */
@Command(
    name = "status",
    description = "Shows what runs; exit code 0 when all of it is ready.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    Workspace workspace = Workspace.current();
    if (SupervisorProcess.find(workspace).isEmpty()) {
      System.out.println("Synod is down. Start it: ./dev up");
      return 1;
    }
    boolean ready = true;
    System.out.printf("%-26s%-10s%8s%8s  %s%n", "NAME", "STATE", "PID", "STARTS", "DETAIL");
    for (PartStatus part : Supervisor.readStatus(workspace.run())) {
      ready &= part.isReady();
      String state = part.isReady() && !part.service() ? "done" : part.state().name();
      System.out.printf(
          "%-26s%-10s%8s%8d  %s%n",
          part.name(),
          state.toLowerCase(Locale.ROOT),
          part.pid() == 0 ? "-" : "" + part.pid(),
          part.starts(),
          part.detail());
    }
    return ready ? 0 : 1;
  }
}
