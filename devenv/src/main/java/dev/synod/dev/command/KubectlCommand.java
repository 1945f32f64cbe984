package dev.synod.dev.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands in for kubectl while there is no cluster: the script calls the real one itself. */
@Command(
    name = "kubectl",
    description = "kubectl on this cluster, with the synod plugin on its path.")
final class KubectlCommand implements Callable<Integer> {

  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws CommandFailure {
    throw new CommandFailure(
        "There is no cluster for 'kubectl %s' yet. Start it: ./dev up"
            .formatted(String.join(" ", arguments)));
  }
}
