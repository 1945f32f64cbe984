package dev.synod.torture.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Short commands of the operating system. */
final class Commands {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private Commands() {}

  /**
   * Runs one to its end, for 10 s at most.
   *
   * @throws IOException with what it said, where it failed
   */
  static void run(String... command) throws IOException, InterruptedException {
    run(LIMIT, command);
  }

  /**
   * Runs one to its end.
   *
   * @param limit at which it is killed, with the processes that it started
   * @throws IOException with what it said, where it failed or met the limit
   */
  static void run(Duration limit, String... command) throws IOException, InterruptedException {
    // Into a file: a pipe would have to be read to its end, which comes when all who hold it end.
    Path said = Files.createTempFile("torture-command", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      try {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IOException(
              "Expected '%s' to end within %d ms; it was killed, and had said: %s"
                  .formatted(
                      String.join(" ", command), limit.toMillis(), Files.readString(said).strip()));
        }
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "Expected '%s' to succeed, but it said: %s"
                .formatted(String.join(" ", command), Files.readString(said).strip()));
      }
    } finally {
      Files.delete(said);
    }
  }
}
