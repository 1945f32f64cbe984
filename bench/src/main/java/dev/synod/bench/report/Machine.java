package dev.synod.bench.report;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What a benchmark ran on, for the head of its table. */
public final class Machine {
  private static final Path CPUS = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** Prints command, machine and Java. */
  public static void print(PrintStream out, String command) {
    var system = ManagementFactory.getOperatingSystemMXBean();
    var runtime = ManagementFactory.getRuntimeMXBean();
    out.println("command:  " + command);
    out.printf(
        Locale.ROOT,
        "machine:  %d × %s, %s %s, load %.1f%n",
        system.getAvailableProcessors(),
        processor(),
        system.getName(),
        system.getArch(),
        system.getSystemLoadAverage());
    out.printf(
        Locale.ROOT,
        "java:     %s %s, heap at most %,d MiB, %s%n",
        runtime.getVmName(),
        runtime.getVmVersion(),
        Runtime.getRuntime().maxMemory() / (1024 * 1024),
        runtime.getInputArguments().stream().filter(Machine::isTuning).toList());
  }

  /** Properties name files of this clone; they change nothing that is measured. */
  private static boolean isTuning(String option) {
    return !option.startsWith("-D");
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(CPUS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      return "unknown processor";
    }
  }
}
