package dev.synod.dev.supervisor;

import dev.synod.dev.process.PidFile;
import dev.synod.dev.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Starts parts as soon as what they need is ready, starts ended processes again, and repeats failed
 * tasks. Processes are remembered by pid files, so that a supervisor which takes over after a
 * killed one adopts what runs.
 */
public final class Supervisor implements AutoCloseable {

  private static final Duration PROBE_STARTING = Duration.ofMillis(300);
  private static final Duration PROBE_RUNNING = Duration.ofSeconds(2);
  private static final Duration STABLE_AFTER = Duration.ofSeconds(30);
  private static final Duration STOP_GRACE = Duration.ofSeconds(15);

  private final List<Part> parts;
  private final Path run;
  private final StatusBoard board;
  private final Map<String, Thread> threads = new HashMap<>();

  /**
   * A supervisor that has not started anything yet.
   *
   * @param parts in an order in which each stands after those that it needs
   * @param run folder of the pid files and of the status file
   */
  public Supervisor(List<Part> parts, Path run) {
    this.parts = List.copyOf(parts);
    this.run = run;
    this.board = new StatusBoard(statusFile(run), () -> System.nanoTime() / 1_000_000);
  }

  /** Status of the parts of the supervisor which runs in this folder. */
  public static List<PartStatus> readStatus(Path run) throws IOException {
    return StatusBoard.read(statusFile(run));
  }

  /** Removes what an earlier supervisor has written. */
  public static void forgetStatus(Path run) throws IOException {
    Files.deleteIfExists(statusFile(run));
  }

  private static Path statusFile(Path run) {
    return run.resolve("status.json");
  }

  /** Pid file of a service. */
  public static PidFile pidFile(Path run, String service) {
    return new PidFile(run.resolve(service + ".pid"));
  }

  /** Returns at once; the work goes on in threads. */
  public void start() {
    parts.forEach(board::waiting);
    for (Part part : parts) {
      threads.put(
          part.name(),
          Thread.ofVirtual()
              .name(part.name())
              .start(
                  () -> {
                    try {
                      board.awaitReady(part.after());
                      switch (part) {
                        case Part.Service service -> keepRunning(service);
                        case Part.Task task -> repeat(task);
                      }
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }));
    }
  }

  /** Waits until each part has been ready once; says whether that was so within the limit. */
  public boolean awaitReady(Duration limit) throws InterruptedException {
    return board.awaitReady(parts.stream().map(Part::name).toList(), limit.toMillis());
  }

  /** What is known of each part now. */
  public List<PartStatus> status() {
    return board.snapshot();
  }

  private void repeat(Part.Task task) throws InterruptedException {
    Backoff backoff = new Backoff();
    while (true) {
      Duration pause = backoff.next();
      board.starting(task);
      try {
        task.action().run();
        board.ready(task);
        if (task.every().isEmpty()) {
          return;
        }
        pause = task.every().get();
        backoff.reset();
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        report(task, e);
      }
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    }
  }

  private void keepRunning(Part.Service service) throws InterruptedException {
    Backoff backoff = new Backoff();
    while (true) {
      board.starting(service);
      long startNanos = System.nanoTime();
      try {
        RunningProcess process =
            RunningProcess.adoptOrStart(service.launch().prepare(), pidFile(run, service.name()));
        board.started(service, process.pid());
        watch(service, process);
        board.failed(service, "process %d ended".formatted(process.pid()));
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        report(service, e);
      }
      if (System.nanoTime() - startNanos > STABLE_AFTER.toNanos()) {
        backoff.reset();
      }
      TimeUnit.MILLISECONDS.sleep(backoff.next().toMillis());
    }
  }

  /** Probes until the process ends. */
  private void watch(Part.Service service, RunningProcess process) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + service.readyWithin().toNanos();
    boolean ready = false;
    do {
      try {
        service.probe().check();
        ready = true;
        board.ready(service);
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        if (ready || System.nanoTime() > deadlineNanos) {
          board.failing(service, "does not answer: " + message(e));
        }
      }
    } while (!process.awaitExit(ready ? PROBE_RUNNING : PROBE_STARTING));
  }

  private void report(Part part, Exception problem) {
    System.err.printf("%s: %s%n", part.name(), message(problem));
    problem.printStackTrace();
    board.failed(part, message(problem));
  }

  private static String message(Exception problem) {
    return Optional.ofNullable(problem.getMessage()).orElseGet(() -> problem.getClass().getName());
  }

  /** Stops every process, those first that nothing else needs. */
  @Override
  public void close() {
    threads.values().forEach(Thread::interrupt);
    Map<String, CompletableFuture<Void>> stopped = new LinkedHashMap<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Part part : parts.reversed()) {
        CompletableFuture<?>[] dependents =
            parts.stream()
                .filter(other -> other.after().contains(part.name()))
                .map(other -> stopped.get(other.name()))
                .toArray(CompletableFuture[]::new);
        stopped.put(
            part.name(),
            CompletableFuture.allOf(dependents).thenRunAsync(() -> stop(part), executor));
      }
      CompletableFuture.allOf(stopped.values().toArray(CompletableFuture[]::new)).join();
    }
  }

  private void stop(Part part) {
    try {
      Thread thread = threads.get(part.name());
      if (thread != null) {
        thread.join();
      }
      Optional<RunningProcess> process = RunningProcess.adopt(pidFile(run, part.name()));
      if (process.isPresent()) {
        process.get().stop(STOP_GRACE);
      }
    } catch (IOException e) {
      report(part, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
