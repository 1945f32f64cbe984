package dev.synod.workflow.walk;

import dev.synod.kernel.run.Awaiting;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.run.Trigger;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;

/** The delay before another attempt of a {@code try}. */
final class RetryNode extends Node {
  private static final String DELAY = "delayMillis";

  private final String reference;
  private final long delayMillis;

  RetryNode(Node attempted, Place place, long delayMillis) {
    super(attempted.walk, place);
    this.reference = attempted.reference();
    this.delayMillis = delayMillis;
  }

  @Override
  String kind() {
    return "retry";
  }

  @Override
  String reference() {
    return reference;
  }

  @Override
  void enter() {
    recordEntry(place.input(), Values.EMPTY.with(DELAY, Value.of(delayMillis)), 0);
    walk.emit(new RunEffect.ArmTimer(place.path(), delayMillis));
  }

  @Override
  void resume(RunStep step) {
    if (step.awaiting().stream().noneMatch(Awaiting.Timer.class::isInstance)
        && !walk.isTimerPending(place.path())
        && memo(DELAY) instanceof Value.Num delay) {
      walk.emit(new RunEffect.ArmTimer(place.path(), delay.value().longValue()));
    }
  }

  @Override
  void triggered(Trigger trigger) {
    if (trigger instanceof Trigger.TimerFired) {
      complete(Values.NULL, "continue");
    }
  }
}
