package dev.synod.log.ratis;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends something that may not come to an end, such as a server that waits for its own threads: it
 * is given a time, and then left to the end of the process, which must not wait for it too.
 */
final class Ending {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);
  private static final int FRAMES_TOLD_MAX = 30;

  private Ending() {}

  /**
   * Ends something within a limit; where it takes longer, the log tells what its threads wait for.
   *
   * @param threads what the names of its threads have in common
   * @return whether it has ended
   */
  static boolean within(Duration limit, String what, String threads, Runnable end)
      throws InterruptedException {
    Thread ending = Thread.ofPlatform().name(threads + "-ending").daemon().start(end);
    if (ending.join(limit)) {
      return true;
    }
    LOG.error(
        "Expected {} to end within {} s, but it has not; it is left behind. Its threads: {}",
        what,
        limit.toSeconds(),
        stacks(threads));
    return false;
  }

  private static String stacks(String threads) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().contains(threads))
        .map(Ending::stack)
        .collect(Collectors.joining());
  }

  private static String stack(Map.Entry<Thread, StackTraceElement[]> thread) {
    return Stream.of(thread.getValue())
        .limit(FRAMES_TOLD_MAX)
        .map(frame -> "\n    at " + frame)
        .collect(
            Collectors.joining(
                "",
                "\n  %s (%s)".formatted(thread.getKey().getName(), thread.getKey().getState()),
                ""));
  }
}
