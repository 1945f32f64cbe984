package dev.synod.dev.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process for good: numbers are reused, a number together with its start time is not.
 *
 * @param pid process id
 * @param startTicks field 22 of {@code /proc/PID/stat}: clock ticks after boot
 */
public record ProcessIdentity(long pid, long startTicks) {

  private static final int STATE = 0;
  private static final int START_TICKS = 19;

  /** The process that has this number now; empty when there is none, or only its remains. */
  public static Optional<ProcessIdentity> of(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The second field is the program's name in parentheses and may hold blanks itself.
      String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      if ("ZX".contains(afterName[STATE])) {
        return Optional.empty();
      }
      return Optional.of(new ProcessIdentity(pid, Long.parseLong(afterName[START_TICKS])));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether this very process still runs. */
  public boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }
}
