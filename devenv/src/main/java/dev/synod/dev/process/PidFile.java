package dev.synod.dev.process;

import dev.synod.dev.process.ProcessSpec.StopSignal;
import dev.synod.dev.workspace.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Remembers one process across restarts of whoever started it: number, start time, stop signal and
 * the fingerprint of its specification, on one line.
 */
public record PidFile(Path path) {

  /** What a pid file says. */
  public record Entry(ProcessIdentity process, StopSignal stopSignal, String fingerprint) {}

  /** The remembered process when it still runs. */
  public Optional<Entry> readAlive() throws IOException {
    try {
      String[] words = Files.readString(path).strip().split(" ", -1);
      if (words.length != 4) {
        return Optional.empty();
      }
      var process = new ProcessIdentity(Long.parseLong(words[0]), Long.parseLong(words[1]));
      var entry = new Entry(process, StopSignal.valueOf(words[2]), words[3]);
      return Optional.of(entry).filter(found -> found.process().isAlive());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  void write(ProcessIdentity process, ProcessSpec spec) throws IOException {
    PrivateFiles.write(
        path,
        "%d %d %s %s%n"
            .formatted(process.pid(), process.startTicks(), spec.stopSignal(), spec.fingerprint()));
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
  }
}
