package dev.synod.server.replica;

import org.jboss.logging.Logger;

/**
 * Wakes a thread that waits for others while the process starts, when the process is asked to end:
 * the end would wait for the start, and so for those others.
 */
final class Waking implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Waking.class);

  private final Thread hook;

  /** From now on, until it is closed. */
  Waking(Thread waiting) {
    hook = Thread.ofPlatform().name("waking").unstarted(waiting::interrupt);
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("The process ends already.", e);
      waiting.interrupt();
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("The process ends.", e);
    }
  }
}
