package dev.synod.torture.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Short commands of the operating system. */
final class Commands {
  private static final int SECONDS_MAX = 10;

  private Commands() {}

  /**
   * Runs one to its end.
   *
   * @throws IOException with what it said, where it failed
   */
  static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(
          "Expected '%s' to end within %d s.".formatted(String.join(" ", command), SECONDS_MAX));
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "Expected '%s' to succeed, but it said: %s"
              .formatted(String.join(" ", command), said.strip()));
    }
  }
}
