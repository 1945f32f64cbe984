package dev.synod.dev.command;

import dev.synod.dev.toolchain.MissingToolException;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Shows what is being done and how long it took. */
final class Steps {

  private static final int LOG_LINES = 25;

  private static final String ERASE_LINE = "\r\u001b[2K";
  private static final int LINE_CHARS_MAX = 78;

  private final PrintStream out;
  private final boolean terminal;

  Steps(PrintStream out) {
    this.out = out;
    this.terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  /** Something that takes a while and may fail. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /**
   * Does one step. When it fails, the message names it, shows the end of its log and says what to
   * do.
   */
  void run(String title, Path log, String remedy, Work work)
      throws CommandFailure, InterruptedException {
    long start = System.nanoTime();
    out.printf("  %-34s", title);
    out.flush();
    try {
      work.run();
    } catch (InterruptedException e) {
      throw e;
    } catch (MissingToolException e) {
      out.println("failed");
      throw new CommandFailure("%s failed. %s".formatted(title, e.getMessage()), e);
    } catch (Exception e) {
      out.println("failed");
      throw failure(title, e.getMessage() == null ? e.toString() : e.getMessage(), log, remedy, e);
    }
    out.println(seconds((System.nanoTime() - start) / 1_000_000));
  }

  private static CommandFailure failure(
      String title, String problem, Path log, String remedy, Exception cause) {
    String tail;
    try {
      tail = LogTail.of(log, LOG_LINES);
    } catch (IOException e) {
      tail = "  (%s can't be read: %s)".formatted(log, e.getMessage());
    }
    return new CommandFailure(
        "%s failed: %s%nThe end of %s:%n%s%n%s".formatted(title, problem, log, tail, remedy),
        cause);
  }

  /** Shows on a terminal what is being waited for, in a line that the next one replaces. */
  void waiting(String names) {
    if (terminal) {
      String line = names.isEmpty() ? "" : "  … " + names;
      out.print(ERASE_LINE + line.substring(0, Math.min(LINE_CHARS_MAX, line.length())));
      out.flush();
    }
  }

  /** Reports one thing that is done. */
  void done(String title, long elapsedMillis) {
    if (terminal) {
      out.print(ERASE_LINE);
    }
    out.printf("  %-34s%s%n", title, seconds(elapsedMillis));
  }

  static String seconds(long millis) {
    return String.format(Locale.ROOT, "%6.1f s", millis / 1000.0);
  }
}
