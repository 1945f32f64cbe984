package dev.synod.dev.command;

import dev.synod.dev.workspace.Ports;
import dev.synod.dev.workspace.PrivateFiles;
import dev.synod.dev.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many API servers run. Their log remembers who its members are, so that the number may grow
 * from one call to the next, but not shrink.
 *
 * @param count that is wanted now
 * @param before that ran the last time, or 0
 */
record ReplicaCount(Path file, int count, int before) {

  /**
   * The number that is asked for, or else the one of the last time.
   *
   * @param asked 0 where nothing is
   */
  static ReplicaCount of(Workspace workspace, int asked) throws IOException, CommandFailure {
    Path file = workspace.data().resolve("replicas");
    int before = Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
    int count = asked == 0 ? Math.max(1, before) : asked;
    if (count < 1 || count > Ports.REPLICAS_MAX || count % 2 == 0) {
      throw new CommandFailure(
          "Expected --replicas 1, 3 or 5, for a majority of them decides, but found %d"
              .formatted(count));
    }
    if (count < before) {
      throw new CommandFailure(
          "Expected at least %d replicas, which are members of the log, but found --replicas %d. Give --replicas %d, or forget all data: ./dev down --purge"
              .formatted(before, count, before));
    }
    return new ReplicaCount(file, count, before);
  }

  /** While they run, there are as many as there are. */
  void requireUnchanged() throws CommandFailure {
    int running = Math.max(1, before);
    if (count != running) {
      throw new CommandFailure(
          "Expected --replicas %d, as many as run, but found %d. Call ./dev down first."
              .formatted(running, count));
    }
  }

  void remember() throws IOException {
    PrivateFiles.write(file, count + "\n");
  }
}
