package dev.synod.dev.command;

import dev.synod.dev.supervisor.PartStatus;
import dev.synod.dev.supervisor.PartStatus.State;
import dev.synod.dev.supervisor.Supervisor;
import dev.synod.dev.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Watches the supervisor bring everything up. */
final class Startup {

  private static final int LOG_LINES = 20;
  private static final int POLL_MILLIS = 100;

  /** A part that fails may be waiting for another one; one that fails this long is broken. */
  private static final long FAILING_MILLIS_MAX = 45_000;

  private static final int STARTS_MAX = 8;

  private final Workspace workspace;

  Startup(Workspace workspace) {
    this.workspace = workspace;
  }

  boolean isReady() throws IOException {
    List<PartStatus> parts = Supervisor.readStatus(workspace.run());
    return !parts.isEmpty() && parts.stream().allMatch(PartStatus::isReady);
  }

  /** Shows each part when it becomes ready; returns when all are. */
  void follow(Steps steps) throws CommandFailure, IOException, InterruptedException {
    Set<String> shown = new HashSet<>();
    long failingSinceNanos = System.nanoTime();
    while (true) {
      if (SupervisorProcess.find(workspace).isEmpty()) {
        throw new CommandFailure(
            "The supervisor ended. The end of %s:%n%s"
                .formatted(workspace.log("supervisor"), tail("supervisor")));
      }
      List<PartStatus> parts = Supervisor.readStatus(workspace.run());
      for (PartStatus part : parts) {
        if (part.isReady() && shown.add(part.name())) {
          steps.done(part.name(), part.elapsedMillis());
          failingSinceNanos = System.nanoTime();
        }
      }
      if (!parts.isEmpty() && parts.stream().allMatch(PartStatus::isReady)) {
        return;
      }
      Optional<PartStatus> troubled = parts.stream().filter(Startup::isTroubled).findFirst();
      if (troubled.isEmpty()) {
        failingSinceNanos = System.nanoTime();
      } else if (troubled.get().starts() > STARTS_MAX
          || TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - failingSinceNanos)
              > FAILING_MILLIS_MAX) {
        throw failure(troubled.get());
      }
      steps.waiting(
          parts.stream()
              .filter(part -> part.state() == State.STARTING)
              .map(PartStatus::name)
              .collect(Collectors.joining(", ")));
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** A part that ends again and again changes between starting and failing. */
  private static boolean isTroubled(PartStatus part) {
    return !part.isReady() && !part.detail().isEmpty();
  }

  private CommandFailure failure(PartStatus part) throws IOException {
    boolean ownLog = part.service() && Files.exists(workspace.log(part.name()));
    String log = ownLog ? part.name() : "supervisor";
    return new CommandFailure(
        """
        Step '%s' failed: %s
        The end of %s:
        %s
        It is still being tried. Mend what the log names and call ./dev up again, or end it all: ./dev down"""
            .formatted(part.name(), part.detail(), workspace.log(log), tail(log)));
  }

  private String tail(String name) throws IOException {
    return LogTail.of(workspace.log(name), LOG_LINES);
  }
}
