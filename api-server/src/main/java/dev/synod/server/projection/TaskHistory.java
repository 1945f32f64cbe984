package dev.synod.server.projection;

import dev.synod.kernel.Recorded;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.task.TaskEvent;
import dev.synod.kernel.task.TaskStatus;
import dev.synod.kernel.value.Value;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rows of tasks. */
final class TaskHistory {
  private TaskHistory() {}

  static void write(Recorded recorded, TaskEvent event) {
    Instant at = Instant.ofEpochMilli(recorded.timeMillis());
    switch (event) {
      case TaskEvent.TaskSubmitted e -> submitted(e, at);
      case TaskEvent.TaskAssigned e -> {
        TaskRow row = TaskRow.findById(e.id());
        if (row != null) {
          row.status = TaskStatus.ASSIGNED.name();
          row.assignee = e.agent();
          row.attempts++;
        }
      }
      case TaskEvent.TaskReleased e -> {
        TaskRow row = TaskRow.findById(e.id());
        if (row != null) {
          row.status = TaskStatus.QUEUED.name();
        }
      }
      case TaskEvent.TaskCompleted e ->
          finished(e.id(), TaskStatus.COMPLETED, e.output(), null, at);
      case TaskEvent.TaskFailed e -> finished(e.id(), TaskStatus.FAILED, null, e.fault(), at);
      case TaskEvent.TaskExpired e -> finished(e.id(), TaskStatus.EXPIRED, null, e.fault(), at);
      case TaskEvent.TaskCancelled e -> finished(e.id(), TaskStatus.CANCELLED, null, null, at);
      case TaskEvent.TaskForgotten _ -> {
        // History remembers.
      }
    }
  }

  private static void submitted(TaskEvent.TaskSubmitted event, Instant at) {
    var spec = event.spec();
    var row = new TaskRow();
    row.id = event.id();
    row.namespace = spec.group().namespace();
    row.group = spec.group().name();
    row.capability = Texts.clean(spec.capability());
    row.status = TaskStatus.QUEUED.name();
    row.input = spec.input().json();
    row.submittedAt = at;
    var step = spec.step();
    if (step != null) {
      row.run = step.run().toString();
      row.step = Texts.clean(step.path());
    }
    row.persist();
  }

  private static void finished(
      long id, TaskStatus status, @Nullable Value output, @Nullable Fault fault, Instant at) {
    TaskRow row = TaskRow.findById(id);
    if (row != null) {
      row.status = status.name();
      row.output = Texts.json(output);
      row.error = Texts.json(fault);
      row.finishedAt = at;
    }
  }
}
