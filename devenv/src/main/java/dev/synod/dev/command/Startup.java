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

  /** What a task is done to may not be ready for it yet; a task that fails this long is broken. */
  private static final long FAILING_MILLIS_MAX = 45_000;

  private static final int TASK_FAILURES_MAX = 8;

  /** A program waits for others by itself: one that ends each time it is started is broken. */
  private static final int SERVICE_FAILURES_MAX = 3;

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
      Optional<PartStatus> broken = parts.stream().filter(Startup::isBroken).findFirst();
      if (broken.isPresent()) {
        throw failure(broken.get());
      }
      Optional<PartStatus> troubled = parts.stream().filter(Startup::isTroubled).findFirst();
      if (troubled.isEmpty()) {
        failingSinceNanos = System.nanoTime();
      } else if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - failingSinceNanos)
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

  private static boolean isBroken(PartStatus part) {
    return part.failures() >= (part.service() ? SERVICE_FAILURES_MAX : TASK_FAILURES_MAX);
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
