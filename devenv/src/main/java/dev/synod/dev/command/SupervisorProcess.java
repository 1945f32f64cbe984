package dev.synod.dev.command;

import dev.synod.dev.process.PidFile;
import dev.synod.dev.process.ProcessSpec;
import dev.synod.dev.process.RunningProcess;
import dev.synod.dev.process.ThisProgram;
import dev.synod.dev.supervisor.Supervisor;
import dev.synod.dev.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** The detached JVM that keeps everything running. */
final class SupervisorProcess {

  private static final Duration STOP_GRACE = Duration.ofMinutes(1);
  private static final Duration LEFT_STOP_GRACE = Duration.ofSeconds(15);
  private static final String PID_SUFFIX = ".pid";

  private SupervisorProcess() {}

  private static PidFile pidFile(Workspace workspace) {
    return new PidFile(workspace.run().resolve("supervisor" + PID_SUFFIX));
  }

  static Optional<RunningProcess> find(Workspace workspace) throws IOException {
    return RunningProcess.adopt(pidFile(workspace));
  }

  /** Starts it in a session of its own, so that it survives the terminal. */
  static void start(Workspace workspace, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(
        ThisProgram.command(
            workspace.root(),
            copiedClassPath(workspace),
            Stream.concat(Stream.of("supervise"), arguments.stream()).toList()));
    Supervisor.forgetStatus(workspace.run());
    RunningProcess.start(
        new ProcessSpec(command, Map.of(), workspace.root(), workspace.log("supervisor")),
        pidFile(workspace));
  }

  /**
   * With copies of this program's own archives, which a later build does not pull away under it.
   */
  private static String copiedClassPath(Workspace workspace) throws IOException {
    Path built = workspace.root().resolve("devenv/target");
    List<String> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path", "").split(":", -1)) {
      Path archive = Path.of(entry);
      Path copy = workspace.run().resolve("" + archive.getFileName());
      boolean own = archive.startsWith(built) && Files.isRegularFile(archive);
      classPath.add(
          own ? Files.copy(archive, copy, StandardCopyOption.REPLACE_EXISTING).toString() : entry);
    }
    return String.join(":", classPath);
  }

  /**
   * Stops the supervisor, which stops the rest; then what a killed supervisor has left running.
   *
   * @return whether anything ran
   */
  static boolean stop(Workspace workspace) throws IOException, InterruptedException {
    Optional<RunningProcess> supervisor = find(workspace);
    if (supervisor.isPresent()) {
      supervisor.get().stop(STOP_GRACE);
    }
    return stopLeft(workspace) || supervisor.isPresent();
  }

  private static boolean stopLeft(Workspace workspace) throws IOException {
    List<RunningProcess> left = new ArrayList<>();
    for (Path file : pidFiles(workspace.run())) {
      RunningProcess.adopt(new PidFile(file)).ifPresent(left::add);
    }
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (RunningProcess process : left) {
        executor.execute(
            () -> {
              try {
                process.stop(LEFT_STOP_GRACE);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
      }
    }
    return !left.isEmpty();
  }

  private static List<Path> pidFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(PID_SUFFIX)).toList();
    }
  }
}
