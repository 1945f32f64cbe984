package dev.synod.dev.command;

import dev.synod.dev.process.PidFile;
import dev.synod.dev.process.PortHolder;
import dev.synod.dev.workspace.Ports;
import dev.synod.dev.workspace.Workspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Refuses to start when someone else holds one of the ports. */
final class PortStep {

  private PortStep() {}

  static void run(Workspace workspace) throws CommandFailure, IOException {
    warnOfOutgoingRange(workspace.ports());
    Set<Long> ours = livingProcesses(workspace.run());
    Map<Integer, String> held = new TreeMap<>();
    for (Map.Entry<String, Integer> port : workspace.ports().byUse().entrySet()) {
      Optional<PortHolder> holder = PortHolder.of(port.getValue());
      if (holder.isPresent() && !ours.contains(holder.get().pid())) {
        held.put(
            port.getValue(),
            "  %d for %s is held by %s"
                .formatted(port.getValue(), port.getKey(), holder.get().describe()));
      }
    }
    if (!held.isEmpty()) {
      throw new CommandFailure(
          "Ports are in use:%n%s%nEnd their holders, or choose others, such as SYNOD_PORT_BASE=%d"
              .formatted(String.join("\n", held.values()), workspace.ports().base() + Ports.RANGE));
    }
  }

  /** A connection to elsewhere may hold such a port for a moment, and a start then fails. */
  private static void warnOfOutgoingRange(Ports ports) throws IOException {
    Path file = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    if (!Files.isReadable(file)) {
      return;
    }
    // The kernel gives this file in one piece or not at all, so it needs a reader with a buffer.
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      String[] range = reader.readLine().strip().split("\\s+", -1);
      if (ports.base() + Ports.RANGE >= Integer.parseInt(range[0])
          && ports.base() <= Integer.parseInt(range[1])) {
        System.out.printf(
            "Ports from %d on are among those that this system gives to outgoing connections"
                + " (%s to %s); a base below %s is safer.%n",
            ports.base(), range[0], range[1], range[0]);
      }
    }
  }

  /** What a killed supervisor left running will be adopted. */
  private static Set<Long> livingProcesses(Path run) throws IOException {
    if (!Files.isDirectory(run)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(run)) {
      List<Path> pidFiles = files.filter(file -> file.toString().endsWith(".pid")).toList();
      return pidFiles.stream()
          .flatMap(file -> pid(file).stream())
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  private static Optional<Long> pid(Path file) {
    try {
      return new PidFile(file).readAlive().map(entry -> entry.process().pid());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
