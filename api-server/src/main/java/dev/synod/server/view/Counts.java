package dev.synod.server.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Numbers that statuses show. */
public final class Counts {
  private Counts() {}

  /** An agent's sessions, and those of them that hold a task. */
  public record Instances(int connected, int busy) {}

  /** Tasks that an agent works on, and tasks that wait for it. */
  public record Tasks(int running, int queued) {}

  /** Members of a group: with a live session, and all. */
  public record Members(int ready, int total) {}

  /** Runs of a workflow. */
  public record Runs(int active, int completed, int faulted) {}

  /**
   * The longest wait in a group.
   *
   * @param longest how long, in steps that grow with it, so that it doesn't change all the time
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Waiting(@Nullable String longest, String on, String since) {}
}
