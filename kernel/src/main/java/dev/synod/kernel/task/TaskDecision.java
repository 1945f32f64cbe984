package dev.synod.kernel.task;

import dev.synod.kernel.Code;
import dev.synod.kernel.Draft;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.group.Group;
import dev.synod.kernel.group.GroupDecision;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.run.Awaiting;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.run.Inboxes;
import dev.synod.kernel.run.StepRef;
import dev.synod.kernel.run.Trigger;
import dev.synod.kernel.session.SystemCapability;
import dev.synod.kernel.task.TaskCommand.CompleteTask;
import dev.synod.kernel.task.TaskCommand.FailTask;
import dev.synod.kernel.task.TaskCommand.SubmitTask;
import dev.synod.kernel.time.Durations;
import dev.synod.kernel.value.Value;
import org.jspecify.annotations.Nullable;

/** Decides on tasks. */
public final class TaskDecision {
  private TaskDecision() {}

  public static @Nullable Rejection decide(Draft draft, TaskCommand command) {
    return switch (command) {
      case SubmitTask c -> {
        if (SystemCapability.ALL.contains(c.capability())) {
          yield new Rejection(
              Code.INVALID_ARGUMENT,
              "Expected a capability of an agent, but '%s' is the workers' own."
                  .formatted(c.capability()));
        }
        yield submit(
            draft,
            new TaskSpec(
                c.group(),
                c.capability(),
                c.agent(),
                c.input(),
                c.priority(),
                c.timeoutMillis(),
                c.attemptsMax(),
                "task/" + draft.nextRevision(),
                null,
                draft.origin().subject()));
      }
      case CompleteTask c -> complete(draft, c);
      case FailTask c -> fail(draft, c);
    };
  }

  /** Puts work before the agents; its id is the revision of its submission. */
  public static @Nullable Rejection submit(Draft draft, TaskSpec spec) {
    Group group = draft.state().groups().get(spec.group());
    if (group == null) {
      return GroupDecision.unknown(spec.group());
    }
    if (!spec.agent().isEmpty() && !group.hasMember(spec.agent())) {
      return new Rejection(
          Code.FAILED_PRECONDITION,
          "Expected a member of group %s, but agent %s is none."
              .formatted(spec.group(), spec.agent()));
    }
    Rejection refused = checkBounds(spec);
    if (refused != null) {
      return refused;
    }
    long id = draft.nextRevision();
    int waiting = draft.state().tasks().queue(Task.QueueKey.of(spec)).size();
    int max = queueLengthMax(draft, group, spec);
    if (waiting >= max) {
      return new Rejection(
          Code.LIMIT_EXCEEDED,
          "Expected fewer than %d waiting tasks for capability %s of group %s, but found %d. Raise capacity.queuedTasks, add replicas, or ask again later."
              .formatted(max, spec.capability(), spec.group(), waiting));
    }
    if (draft.state().tasks().table().size() >= Limits.TASKS_MAX) {
      return new Rejection(
          Code.LIMIT_EXCEEDED,
          "Expected fewer than %d tasks, live and ended in the last hour."
              .formatted(Limits.TASKS_MAX));
    }
    draft.created(id);
    draft.emit(new TaskEvent.TaskSubmitted(id, spec));
    Assignment.assign(draft, id);
    return null;
  }

  private static @Nullable Rejection checkBounds(TaskSpec spec) {
    if (spec.capability().isEmpty() || spec.capability().length() > Limits.NAME_LENGTH_MAX) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected a capability's name of 1 to " + Limits.NAME_LENGTH_MAX + " characters.");
    }
    if (spec.input().size() > Limits.PAYLOAD_SIZE_MAX) {
      return new Rejection(
          Code.TOO_LARGE,
          "Expected a task's input of at most %d characters, but found %d. Put it into the shared state and pass its key."
              .formatted(Limits.PAYLOAD_SIZE_MAX, spec.input().size()));
    }
    if (spec.attemptsMax() < 1
        || spec.attemptsMax() > Limits.TASK_ATTEMPTS_MAX
        || spec.timeoutMillis() < 0
        || spec.timeoutMillis() > Limits.WAIT_MILLIS_MAX) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected 1 to %d attempts and a timeout of at most %s, but found %d and %s."
              .formatted(
                  Limits.TASK_ATTEMPTS_MAX,
                  Durations.text(Limits.WAIT_MILLIS_MAX),
                  spec.attemptsMax(),
                  Durations.text(spec.timeoutMillis())));
    }
    return null;
  }

  /**
   * Whoever submits a task can be told to come back later; a run is durable and waits with its own.
   */
  private static int queueLengthMax(Draft draft, Group group, TaskSpec spec) {
    if (spec.step() != null) {
      return Limits.RUNS_QUEUE_LENGTH_MAX;
    }
    int declared = 0;
    for (String member : group.members()) {
      var agent = draft.state().agents().require(new AgentRef(group.ref().namespace(), member));
      if (agent.spec().offers(spec.capability())) {
        declared += agent.spec().queuedTasks();
      }
    }
    return Math.max(Limits.QUEUE_LENGTH_MIN, declared);
  }

  private static @Nullable Rejection complete(Draft draft, CompleteTask command) {
    Task task = find(draft, command.group(), command.task());
    Rejection stale = checkLease(draft, task, command.task(), command.session(), command.token());
    if (stale != null || task == null) {
      return stale;
    }
    if (command.output().size() > Limits.PAYLOAD_SIZE_MAX) {
      return new Rejection(
          Code.TOO_LARGE,
          "Expected a task's output of at most %d characters, but found %d. Put it into the shared state and answer its key."
              .formatted(Limits.PAYLOAD_SIZE_MAX, command.output().size()));
    }
    draft.emit(new TaskEvent.TaskCompleted(task.spec().group(), task.id(), command.output()));
    tellRun(draft, task, command.output(), null);
    Assignment.drainSession(draft, command.session());
    return null;
  }

  private static @Nullable Rejection fail(Draft draft, FailTask command) {
    Task task = find(draft, command.group(), command.task());
    Rejection stale = checkLease(draft, task, command.task(), command.session(), command.token());
    if (stale != null || task == null) {
      return stale;
    }
    Fault fault = command.fault();
    int longest =
        Math.max(fault.detail().length(), Math.max(fault.title().length(), fault.type().length()));
    if (longest > Limits.TEXT_LENGTH_MAX) {
      return new Rejection(
          Code.TOO_LARGE,
          "Expected a fault's type, title and detail of at most %d characters each, but found %d."
              .formatted(Limits.TEXT_LENGTH_MAX, longest));
    }
    if (command.retryable() && task.attempt() < task.spec().attemptsMax()) {
      release(draft, task, command.fault().detail());
    } else {
      failed(draft, task, command.fault());
    }
    Assignment.drainSession(draft, command.session());
    return null;
  }

  /** Takes a task from its holder: it waits again, or fails where its attempts are used up. */
  static void release(Draft draft, Task task, String reason) {
    Task.Lease lease = task.lease();
    if (lease == null) {
      return;
    }
    if (task.attempt() >= task.spec().attemptsMax()) {
      failed(
          draft,
          task,
          new Fault(
              Fault.COMMUNICATION,
              500,
              "Attempts used up",
              "It was given out %d times; the last holder's session ended: %s"
                  .formatted(task.attempt(), reason)));
      return;
    }
    draft.emit(new TaskEvent.TaskReleased(task.spec().group(), task.id(), lease.session(), reason));
    Assignment.assign(draft, task.id());
  }

  private static void failed(Draft draft, Task task, Fault fault) {
    draft.emit(new TaskEvent.TaskFailed(task.spec().group(), task.id(), fault));
    tellRun(draft, task, null, fault);
  }

  /** Ends a task whose time is over. */
  public static void timeOut(Draft draft, long id) {
    Task task = draft.state().tasks().get(id);
    if (task == null || task.status().isTerminal()) {
      return;
    }
    var fault =
        new Fault(
            Fault.TIMEOUT,
            408,
            "Task timed out",
            "It was %s when its time of %s was over."
                .formatted(
                    task.lease() == null
                        ? "waiting for capability " + task.spec().capability()
                        : "in work",
                    Durations.text(task.spec().timeoutMillis())));
    draft.emit(new TaskEvent.TaskExpired(task.spec().group(), id, fault));
    tellRun(draft, task, null, fault);
    drainHolder(draft, task);
  }

  /** Ends a task that nobody waits for any more. */
  public static void cancel(Draft draft, long id, String reason) {
    Task task = draft.state().tasks().get(id);
    if (task != null && !task.status().isTerminal()) {
      draft.emit(new TaskEvent.TaskCancelled(task.spec().group(), id, reason));
      drainHolder(draft, task);
    }
  }

  private static void drainHolder(Draft draft, Task task) {
    if (task.lease() != null) {
      Assignment.drainSession(draft, task.lease().session());
    }
  }

  private static void tellRun(
      Draft draft, Task task, @Nullable Value output, @Nullable Fault fault) {
    StepRef step = task.spec().step();
    if (step != null) {
      Inboxes.answer(
          draft,
          step.run(),
          new Awaiting.TaskEnd(task.id()),
          new Trigger.TaskEnded(step.path(), task.id(), output, fault));
    }
  }

  /** The task, where it is of that group: leave to work in one group is none for another. */
  private static @Nullable Task find(Draft draft, GroupRef group, long id) {
    Task task = draft.state().tasks().get(id);
    return task != null && task.spec().group().equals(group) ? task : null;
  }

  /** Checks that a lease is held by this session under this token. */
  private static @Nullable Rejection checkLease(
      Draft draft, @Nullable Task task, long id, long session, long token) {
    if (task == null) {
      return new Rejection(
          Code.NOT_FOUND,
          "Expected a task, but found no %d; it may have ended long ago.".formatted(id));
    }
    var holder = draft.state().sessions().get(session);
    boolean own = holder != null && holder.subject().equals(draft.origin().subject());
    return own ? checkToken(task, session, token) : stale(task, token);
  }

  /** Checks a fence: the lease must be the present one. */
  public static @Nullable Rejection checkFence(Draft draft, Fence fence) {
    Task task = draft.state().tasks().get(fence.task());
    if (task == null || task.lease() == null) {
      return new Rejection(
          Code.STALE_LEASE,
          "Expected the lease of task %d to be held, but it is not.".formatted(fence.task()));
    }
    return checkLease(draft, task, fence.task(), task.lease().session(), fence.token());
  }

  private static @Nullable Rejection checkToken(Task task, long session, long token) {
    Task.Lease lease = task.lease();
    return task.status() == TaskStatus.ASSIGNED
            && lease != null
            && lease.session() == session
            && lease.token() == token
        ? null
        : stale(task, token);
  }

  private static Rejection stale(Task task, long token) {
    long current = task.lease() == null ? 0 : task.lease().token();
    return new Rejection(
            Code.STALE_LEASE,
            "Expected the lease of task %d under the caller's session, but it is %s%s. Its result is not taken."
                .formatted(
                    task.id(),
                    task.status(),
                    current == token ? "" : " and its token is now " + current))
        .with("expected", Value.of(current))
        .with("found", Value.of(token));
  }
}
