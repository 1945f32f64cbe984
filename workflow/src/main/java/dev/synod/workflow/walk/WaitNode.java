package dev.synod.workflow.walk;

import dev.synod.kernel.run.Awaiting;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.run.Trigger;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.workflow.definition.Task;
import java.util.Optional;

/**
 * Lets time pass. One timer serves both the wait and its time-out: whichever is shorter is known at
 * the beginning.
 */
final class WaitNode extends TaskNode {
  private static final String DELAY = "delayMillis";

  private final Task.Wait task;

  WaitNode(Walk walk, Place place, Task.Wait task) {
    super(walk, place, task.common());
    this.task = task;
  }

  @Override
  String kind() {
    return "wait";
  }

  @Override
  Value.Obj prepare() throws FaultException {
    return Values.EMPTY.with(DELAY, Value.of(walk.evaluator().millis(task.span(), setting())));
  }

  @Override
  long timeout() throws FaultException {
    long timeout = super.timeout();
    return timeout < walk.evaluator().millis(task.span(), setting()) ? timeout : 0;
  }

  @Override
  void begin(Optional<RunStep> step) {
    boolean timed =
        step.isPresent()
            && step.get().awaiting().stream().anyMatch(Awaiting.Timer.class::isInstance);
    boolean armed = timeoutMillis() > 0 || timed || walk.isTimerPending(place.path());
    if (!armed && memo(DELAY) instanceof Value.Num delay) {
      walk.emit(new RunEffect.ArmTimer(place.path(), delay.value().longValue()));
    }
  }

  @Override
  void triggered(Trigger trigger) {
    if (trigger instanceof Trigger.TimerFired) {
      finish(input());
    }
  }
}
