package dev.synod.bench;

import dev.synod.bench.core.CoreBench;
import dev.synod.bench.history.HistoryBench;
import dev.synod.bench.kernel.KernelBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The list of benchmarks. */
@Command(
    name = "bench",
    description = "Benchmarks, each a report with its command, machine and settings.",
    synopsisSubcommandLabel = "NAME",
    subcommands = {
      CoreBench.class,
      HistoryBench.class,
      KernelBench.class,
      CommandLine.HelpCommand.class
    })
public final class Main {
  private Main() {}

  /** Runs one benchmark; exits with 0 when its report is whole. */
  public static void main(String... arguments) {
    // Whoever interrupts a benchmark wants its servers to end too.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy),
                "shutdown"));
    System.exit(
        new CommandLine(new Main())
            .execute(arguments.length == 0 ? new String[] {"help"} : arguments));
  }
}
