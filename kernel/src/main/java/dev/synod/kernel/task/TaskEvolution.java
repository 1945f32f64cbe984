package dev.synod.kernel.task;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.time.Deadline;
import dev.synod.kernel.value.Value;
import org.jspecify.annotations.Nullable;

/** How events change tasks. */
public final class TaskEvolution {
  private TaskEvolution() {}

  public static KernelState evolve(KernelState state, Recorded at, TaskEvent event) {
    return switch (event) {
      case TaskEvent.TaskSubmitted e -> submitted(state, at, e);
      case TaskEvent.TaskAssigned e -> {
        Task task = state.tasks().table().require(e.id());
        var lease = new Task.Lease(e.session(), e.agent(), at.revision(), at.timeMillis());
        yield put(state, move(task, TaskStatus.ASSIGNED, lease, task.attempt() + 1, at.revision()))
            .withSessions(state.sessions().holding(e.session(), h -> h.withTask(e.id())));
      }
      case TaskEvent.TaskReleased e -> {
        Task task = state.tasks().table().require(e.id());
        yield put(state, move(task, TaskStatus.QUEUED, null, task.attempt(), at.revision()))
            .withSessions(state.sessions().holding(e.session(), h -> h.withoutTask(e.id())));
      }
      case TaskEvent.TaskCompleted e ->
          end(state, at, e.id(), TaskStatus.COMPLETED, e.output(), null);
      case TaskEvent.TaskFailed e -> end(state, at, e.id(), TaskStatus.FAILED, null, e.fault());
      case TaskEvent.TaskExpired e -> end(state, at, e.id(), TaskStatus.EXPIRED, null, e.fault());
      case TaskEvent.TaskCancelled e -> end(state, at, e.id(), TaskStatus.CANCELLED, null, null);
      case TaskEvent.TaskForgotten e -> state.withTasks(state.tasks().forget(e.id()));
    };
  }

  private static KernelState submitted(
      KernelState state, Recorded at, TaskEvent.TaskSubmitted event) {
    long timeout = event.spec().timeoutMillis();
    var task =
        new Task(
            event.id(),
            event.spec(),
            TaskStatus.QUEUED,
            null,
            0,
            at.timeMillis(),
            timeout == 0 ? 0 : at.timeMillis() + timeout,
            null,
            null,
            0,
            at.revision());
    KernelState submitted = put(state, task);
    return timeout == 0 ? submitted : submitted.arm(deadline(task));
  }

  private static KernelState end(
      KernelState state,
      Recorded at,
      long id,
      TaskStatus status,
      @Nullable Value output,
      @Nullable Fault fault) {
    Task task = state.tasks().table().require(id);
    checkTransition(task, status);
    var ended =
        new Task(
            id,
            task.spec(),
            status,
            task.lease(),
            task.attempt(),
            task.submittedAtMillis(),
            task.deadlineMillis(),
            output,
            fault,
            at.timeMillis(),
            at.revision());
    KernelState changed = put(state, ended);
    Task.Lease lease = task.lease();
    if (lease != null) {
      changed =
          changed.withSessions(changed.sessions().holding(lease.session(), h -> h.withoutTask(id)));
    }
    return changed
        .disarm(deadline(task))
        .arm(
            new Deadline(
                at.timeMillis() + Limits.FINISHED_TASK_MILLIS,
                Deadline.Kind.TASK_RETENTION,
                Long.toString(id)));
  }

  private static Task move(
      Task task, TaskStatus status, Task.@Nullable Lease lease, int attempt, long revision) {
    checkTransition(task, status);
    return new Task(
        task.id(),
        task.spec(),
        status,
        lease,
        attempt,
        task.submittedAtMillis(),
        task.deadlineMillis(),
        null,
        null,
        0,
        revision);
  }

  private static void checkTransition(Task task, TaskStatus status) {
    if (!task.status().next().contains(status)) {
      throw new IllegalStateException(
          "Expected a transition of task %d from %s, but found one to %s."
              .formatted(task.id(), task.status(), status));
    }
  }

  private static KernelState put(KernelState state, Task task) {
    return state.withTasks(state.tasks().put(task));
  }

  private static Deadline deadline(Task task) {
    return new Deadline(task.deadlineMillis(), Deadline.Kind.TASK, Long.toString(task.id()));
  }
}
