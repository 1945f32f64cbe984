package dev.synod.server;

import dev.synod.dev.supervisor.Part;
import dev.synod.dev.supervisor.PartStatus;
import dev.synod.dev.supervisor.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A server beside ours that a test takes away and gives back; its data stay. */
public final class Restartable implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofMinutes(3);

  private final List<Part> parts;
  private final Path run;
  private Supervisor supervisor;
  private boolean running;

  /**
   * It is not started yet.
   *
   * @param parts the processes and tasks that it is made of
   * @param run folder for its pid files
   */
  public Restartable(List<Part> parts, Path run) {
    this.parts = List.copyOf(parts);
    this.run = run;
    this.supervisor = new Supervisor(parts, run);
  }

  /** Starts it where it does not run, and waits until it serves. */
  public void start() throws InterruptedException {
    if (running) {
      return;
    }
    running = true;
    supervisor = new Supervisor(parts, run);
    supervisor.start();
    if (!supervisor.awaitReady(READY_LIMIT)) {
      throw new IllegalStateException(
          "Expected it to serve within %s: %s".formatted(READY_LIMIT, supervisor.status()));
    }
  }

  /** Ends it in good order. */
  public void stop() {
    running = false;
    supervisor.close();
  }

  /** Ends its processes as a power failure would; they are started again after a moment. */
  public void kill() {
    processes().forEach(ProcessHandle::destroyForcibly);
  }

  /** Sends a signal, such as {@code STOP}, to its processes and all that these have started. */
  public void signal(String signal) throws IOException, InterruptedException {
    List<ProcessHandle> all =
        processes()
            .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
            .toList();
    List<String> command =
        Stream.concat(
                Stream.of("kill", "-" + signal), all.stream().map(process -> "" + process.pid()))
            .toList();
    int exit = new ProcessBuilder(command).start().waitFor();
    // One that has ended by itself meanwhile is told of nothing, and all others are.
    if (exit != 0 && all.stream().allMatch(ProcessHandle::isAlive)) {
      throw new IllegalStateException(
          "Expected to send %s, but %s failed.".formatted(signal, command));
    }
  }

  private Stream<ProcessHandle> processes() {
    return supervisor.status().stream()
        .filter(PartStatus::service)
        .map(PartStatus::pid)
        .flatMap(pid -> ProcessHandle.of(pid).stream());
  }

  @Override
  public void close() {
    stop();
  }
}
