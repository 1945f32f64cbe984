package dev.synod.dev.node;

import dev.synod.dev.process.PidFile;
import dev.synod.dev.process.ProcessSpec;
import dev.synod.dev.process.RunningProcess;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Keeps one pod's process running until it is closed. */
final class PodRunner {

  private static final Duration STOP_GRACE = Duration.ofSeconds(10);
  private static final Duration BACKOFF_INITIAL = Duration.ofMillis(500);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(10);
  private static final Duration STABLE_AFTER = Duration.ofSeconds(20);
  private static final Duration EXIT_POLL = Duration.ofMinutes(1);

  /** Makes the specification anew for each start. */
  @FunctionalInterface
  interface Plan {
    ProcessSpec make() throws PodException, IOException;
  }

  private final String id;
  private final Plan plan;
  private final PidFile pidFile;
  private final Runnable onChange;
  private final Thread thread;
  private volatile boolean running;
  private volatile String problem = "";
  private volatile boolean waiting;
  private final Semaphore wake = new Semaphore(0);

  PodRunner(String id, Plan plan, PidFile pidFile, Runnable onChange) {
    this.id = id;
    this.plan = plan;
    this.pidFile = pidFile;
    this.onChange = onChange;
    this.thread = Thread.ofVirtual().name(id).unstarted(this::keepRunning);
  }

  void start() {
    thread.start();
  }

  boolean isRunning() {
    return running;
  }

  /** Why it does not run; empty when nothing is wrong. */
  String problem() {
    return problem;
  }

  /** Something changed in the cluster: what it waits for may be there now. */
  void clusterChanged() {
    if (waiting) {
      wake.release();
    }
  }

  private void keepRunning() {
    Duration backoff = BACKOFF_INITIAL;
    try {
      while (true) {
        long startNanos = System.nanoTime();
        runOnce();
        if (System.nanoTime() - startNanos > STABLE_AFTER.toNanos()) {
          backoff = BACKOFF_INITIAL;
        }
        if (wake.tryAcquire(backoff.toMillis(), TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
        Duration twice = backoff.multipliedBy(2);
        backoff = twice.compareTo(BACKOFF_MAX) > 0 ? BACKOFF_MAX : twice;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runOnce() throws InterruptedException {
    try {
      RunningProcess process = RunningProcess.adoptOrStart(plan.make(), pidFile);
      waiting = false;
      changed(true, "");
      System.out.printf("%s runs as process %d%n", id, process.pid());
      boolean ended = false;
      while (!ended) {
        ended = process.awaitExit(EXIT_POLL);
      }
      changed(false, "process %d ended; see its log".formatted(process.pid()));
      System.out.printf("%s: process %d ended%n", id, process.pid());
    } catch (PodException | KubernetesClientException | IOException e) {
      waiting = !(e instanceof IOException);
      String message = Optional.ofNullable(e.getMessage()).orElseGet(e::toString);
      if (!message.equals(problem)) {
        System.out.printf("%s: %s%n", id, message);
      }
      changed(false, message);
    }
  }

  private void changed(boolean isRunning, String why) {
    if (running != isRunning || !problem.equals(why)) {
      running = isRunning;
      problem = why;
      onChange.run();
    }
  }

  /** Ends the process. */
  void close() throws IOException, InterruptedException {
    thread.interrupt();
    thread.join();
    Optional<RunningProcess> process = RunningProcess.adopt(pidFile);
    if (process.isPresent()) {
      process.get().stop(STOP_GRACE);
    }
    System.out.printf("%s is stopped%n", id);
  }
}
