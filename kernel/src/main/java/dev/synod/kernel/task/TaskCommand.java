package dev.synod.kernel.task;

import dev.synod.kernel.Action;
import dev.synod.kernel.Command;
import dev.synod.kernel.Scope;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.value.Value;

/** Leased work. */
public sealed interface TaskCommand extends Command {
  GroupRef group();

  @Override
  default Scope scope() {
    return group().scope();
  }

  /** Asks for work by capability; see {@link TaskSpec} for the fields. */
  record SubmitTask(
      GroupRef group,
      String capability,
      String agent,
      Value input,
      Priority priority,
      long timeoutMillis,
      int attemptsMax)
      implements TaskCommand {
    @Override
    public String action() {
      return Action.TASK_SUBMIT;
    }
  }

  /** Hands in the result under the lease's token. */
  record CompleteTask(GroupRef group, long task, long session, long token, Value output)
      implements TaskCommand {
    @Override
    public String action() {
      return Action.TASK_COMPLETE;
    }
  }

  /** Gives up; a retryable fault gives the task to another while attempts are left. */
  record FailTask(
      GroupRef group, long task, long session, long token, Fault fault, boolean retryable)
      implements TaskCommand {
    @Override
    public String action() {
      return Action.TASK_COMPLETE;
    }
  }
}
