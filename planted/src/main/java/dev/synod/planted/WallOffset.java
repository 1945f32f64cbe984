package dev.synod.planted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/** By how much the wall clock is wrong: what a file says, looked at each second. */
final class WallOffset {
  private static final long LOOKED_AT_NANOS_MAX = Duration.ofSeconds(1).toNanos();

  private final Path file;
  private boolean looked;
  private long lookedAtNanos;
  private long millis;

  WallOffset(Path file) {
    this.file = file;
  }

  /** Of the last look, where the file could not be read as a number since. */
  synchronized long millis() {
    long now = System.nanoTime();
    if (!looked || now - lookedAtNanos >= LOOKED_AT_NANOS_MAX) {
      looked = true;
      lookedAtNanos = now;
      look();
    }
    return millis;
  }

  private void look() {
    try {
      millis = Long.parseLong(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      millis = 0;
    } catch (IOException | NumberFormatException e) {
      System.err.printf(
          "planted: Expected milliseconds in %s, but found none (%s); the clock stays wrong by %d ms.%n",
          file, e.getMessage(), millis);
    }
  }
}
