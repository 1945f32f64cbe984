package dev.synod.kernel.task;

import dev.synod.kernel.Event;
import dev.synod.kernel.Scope;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.value.Value;

/** What happened to tasks. */
public sealed interface TaskEvent extends Event {
  GroupRef group();

  long id();

  @Override
  default Scope scope() {
    return group().scope();
  }

  record TaskSubmitted(long id, TaskSpec spec) implements TaskEvent {
    @Override
    public GroupRef group() {
      return spec.group();
    }
  }

  /** Given out; the token is the event's revision. */
  record TaskAssigned(GroupRef group, long id, long session, String agent) implements TaskEvent {}

  /** Taken from its holder; it waits again. */
  record TaskReleased(GroupRef group, long id, long session, String reason) implements TaskEvent {}

  record TaskCompleted(GroupRef group, long id, Value output) implements TaskEvent {}

  record TaskFailed(GroupRef group, long id, Fault fault) implements TaskEvent {}

  record TaskExpired(GroupRef group, long id, Fault fault) implements TaskEvent {}

  record TaskCancelled(GroupRef group, long id, String reason) implements TaskEvent {}

  record TaskForgotten(GroupRef group, long id) implements TaskEvent {}
}
