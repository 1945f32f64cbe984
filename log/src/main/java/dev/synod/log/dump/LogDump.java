package dev.synod.log.dump;

import dev.synod.log.LogEntries;
import dev.synod.log.ratis.LogDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Prints the entries of a log, a line of JSON each. */
public final class LogDump {
  private static final int PAGE = 256;

  private LogDump() {}

  /** Prints what follows an index, and answers how many entries that were. */
  public static long print(LogEntries entries, long afterIndex, PrintStream out) {
    long after = afterIndex;
    long printed = 0;
    while (true) {
      List<LogEntries.Entry> page = entries.after(after, PAGE);
      if (page.isEmpty()) {
        return printed;
      }
      page.forEach(entry -> out.println(EntryJson.json(entry)));
      printed += page.size();
      after = page.getLast().batch().index();
    }
  }

  /** Prints the log in a replica's directory: {@code LogDump DIRECTORY [AFTER-INDEX]}. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 1 || arguments.length > 2) {
      System.err.println(
          "Expected a replica's directory and, if wanted, the index to begin after.");
      System.exit(2);
    }
    long after = arguments.length == 2 ? Long.parseLong(arguments[1]) : -1;
    print(LogDirectory.open(Path.of(arguments[0])), after, System.out);
  }
}
