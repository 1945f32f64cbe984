package dev.synod.dev.process;

import dev.synod.dev.process.ProcessSpec.StopSignal;
import dev.synod.dev.workspace.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process of ours: started by this JVM, or by an earlier one and adopted by its pid file. */
public final class RunningProcess {

  private static final Duration FORCED_EXIT_LIMIT = Duration.ofSeconds(5);

  private final ProcessHandle handle;
  private final ProcessIdentity identity;
  private final StopSignal stopSignal;
  private final PidFile pidFile;

  private RunningProcess(
      ProcessHandle handle, ProcessIdentity identity, StopSignal stopSignal, PidFile pidFile) {
    this.handle = handle;
    this.identity = identity;
    this.stopSignal = stopSignal;
    this.pidFile = pidFile;
  }

  /**
   * The process that the pid file remembers when it runs with the same specification; one with
   * another specification is stopped and a new one started.
   */
  public static RunningProcess adoptOrStart(ProcessSpec spec, PidFile pidFile)
      throws IOException, InterruptedException {
    Optional<PidFile.Entry> alive = pidFile.readAlive();
    if (alive.isPresent()) {
      Optional<RunningProcess> process = adopt(pidFile);
      if (process.isPresent()) {
        if (alive.get().fingerprint().equals(spec.fingerprint())) {
          return process.get();
        }
        process.get().stop(Duration.ofSeconds(10));
      }
    }
    return start(spec, pidFile);
  }

  /** The process that the pid file remembers, when it still runs. */
  public static Optional<RunningProcess> adopt(PidFile pidFile) throws IOException {
    return pidFile
        .readAlive()
        .flatMap(
            entry ->
                ProcessHandle.of(entry.process().pid())
                    .map(
                        handle ->
                            new RunningProcess(
                                handle, entry.process(), entry.stopSignal(), pidFile)));
  }

  /** Starts a process and remembers it. */
  public static RunningProcess start(ProcessSpec spec, PidFile pidFile) throws IOException {
    PrivateFiles.createParent(spec.log());
    ProcessBuilder builder =
        new ProcessBuilder(spec.command())
            .directory(spec.directory().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
    if (!spec.inherits()) {
      builder.environment().clear();
    }
    builder.environment().putAll(spec.environment());
    ProcessHandle handle = builder.start().toHandle();
    ProcessIdentity identity =
        ProcessIdentity.of(handle.pid()).orElseGet(() -> new ProcessIdentity(handle.pid(), -1));
    pidFile.write(identity, spec);
    return new RunningProcess(handle, identity, spec.stopSignal(), pidFile);
  }

  public long pid() {
    return handle.pid();
  }

  public boolean isAlive() {
    return identity.isAlive();
  }

  /** Waits until the process has ended, at most so long; says whether it has. */
  public boolean awaitExit(Duration limit) throws InterruptedException {
    try {
      handle.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Waiting for process " + pid(), e);
    }
  }

  /** Ends the process and all that it started: politely, after the grace period by force. */
  public void stop(Duration grace) throws IOException, InterruptedException {
    if (isAlive()) {
      List<ProcessHandle> offspring = handle.descendants().toList();
      signal();
      if (!awaitExit(grace)) {
        handle.destroyForcibly();
        awaitExit(FORCED_EXIT_LIMIT);
      }
      end(offspring);
    }
    pidFile.delete();
  }

  private void signal() throws IOException, InterruptedException {
    switch (stopSignal) {
      case TERM -> handle.destroy();
      case INT -> new ProcessBuilder("kill", "-s", "INT", "" + pid()).start().waitFor();
    }
  }

  /** A shell that is asked to end leaves its children running. */
  private static void end(List<ProcessHandle> offspring) throws InterruptedException {
    offspring.forEach(ProcessHandle::destroy);
    CompletableFuture<?>[] exits =
        offspring.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(exits).get(FORCED_EXIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      offspring.forEach(ProcessHandle::destroyForcibly);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Waiting for child processes", e);
    }
  }
}
