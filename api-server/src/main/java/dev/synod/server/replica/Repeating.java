package dev.synod.server.replica;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Takes a step again and again, with a pause before each, whatever comes of one. */
final class Repeating implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Repeating.class);

  private final Thread thread;

  /** What is done again and again. */
  @FunctionalInterface
  interface Step {
    void take() throws InterruptedException;
  }

  /**
   * Begins at once.
   *
   * @param failed what is logged where a step fails
   */
  Repeating(String name, Duration pause, String failed, Step step) {
    thread = Thread.ofVirtual().name(name).start(() -> run(pause, failed, step));
  }

  private static void run(Duration pause, String failed, Step step) {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        try {
          step.take();
        } catch (RuntimeException | Error e) {
          // Also what no step should throw: without the next ones nobody would notice.
          LOG.warn(failed, e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
