package dev.synod.operator.declaration;

import java.time.Duration;

/** Work that a thread of its own repeats until it is stopped. */
final class Recurring {
  private final Thread thread;

  private Recurring(Thread thread) {
    this.thread = thread;
  }

  /** Does the work after a delay, and again after each interval between an end and a beginning. */
  static Recurring start(String name, Duration delay, Duration interval, Runnable work) {
    return new Recurring(
        Thread.ofVirtual()
            .name(name)
            .start(
                () -> {
                  if (!pause(delay)) {
                    return;
                  }
                  do {
                    work.run();
                  } while (pause(interval));
                }));
  }

  void stop() {
    thread.interrupt();
  }

  /** Whether the pause was not cut short by a stop. */
  private static boolean pause(Duration duration) {
    try {
      Thread.sleep(duration);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
