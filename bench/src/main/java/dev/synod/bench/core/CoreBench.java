package dev.synod.bench.core;

import dev.synod.bench.kernel.KernelBench;
import dev.synod.bench.report.Machine;
import dev.synod.bench.server.SynodServer;
import dev.synod.dev.workspace.FileTree;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Durable writes beside etcd and ZooKeeper, time of the kernel, and the cost of a server at rest.
 */
@Command(
    name = "core",
    description = "Durable writes beside etcd and ZooKeeper; kernel; start and rest of a server.")
public final class CoreBench implements Callable<Integer> {
  @Option(names = "--quick", description = "A small run, to see that it works.")
  private boolean quick;

  @Option(
      names = "--rounds",
      description = "Of the writes; the table has the medians.",
      defaultValue = "5")
  private int rounds;

  @Option(
      names = "--seconds",
      description = "For which each store is measured in a round.",
      defaultValue = "3")
  private int seconds;

  @Option(
      names = "--outstanding",
      split = ",",
      description = "Writes at once, most first, which warms servers up for the few.",
      defaultValue = "2048,512,64,1")
  private List<Integer> outstanding;

  @Option(
      names = "--directory",
      description = "Where the servers keep their data; on the disk that is meant.")
  private Path directory = Path.of(System.getProperty("synod.bench", "bench"), "target", "core");

  @Option(
      names = "--server-option",
      description = "For Synod's JVM, beside those that it is shipped with, as for a profile.")
  private List<String> serverOptions = List.of();

  @Option(names = "--only", split = ",", description = "Of: writes, bombs, policies, rest, kernel.")
  private List<String> only = List.of("writes", "bombs", "policies", "rest", "kernel");

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    PrintStream out = System.out;
    Scale scale =
        quick
            ? Scale.quick(outstanding)
            : Scale.full(outstanding, rounds, Duration.ofSeconds(seconds));
    Path data = directory.toAbsolutePath();
    FileTree.delete(data);
    Files.createDirectories(data);
    Machine.print(
        out,
        "./dev bench "
            + String.join(" ", command.commandLine().getParent().getParseResult().originalArgs()));
    out.println("disk:     " + Files.getFileStore(data) + ", for all servers");
    try {
      if (only.contains("rest")) {
        try (var server = new SynodServer(data.resolve("rest"), true, serverOptions)) {
          RestSection.print(out, server, scale.idle());
        }
      }
      if (only.stream().anyMatch(List.of("writes", "policies", "bombs")::contains)) {
        writes(out, data, scale);
      }
      if (only.contains("kernel")) {
        KernelBench.print(out, scale.kernelDocuments(), scale.kernelCommands());
      }
    } finally {
      FileTree.delete(data);
    }
    return 0;
  }

  private void writes(PrintStream out, Path data, Scale scale) throws Exception {
    try (var contenders = new Contenders(data, serverOptions)) {
      contenders.fill(scale.workload(), scale.compile());
      if (only.contains("writes")) {
        new WriteSection(contenders, scale).print(out);
      }
      if (only.contains("bombs")) {
        new BombSection(contenders, scale).print(out);
      }
      // The last, for what it declares stays.
      if (only.contains("policies")) {
        new PolicySection(contenders, scale).print(out);
      }
    }
  }
}
