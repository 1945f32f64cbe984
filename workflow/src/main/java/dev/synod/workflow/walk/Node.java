package dev.synod.workflow.walk;

import dev.synod.kernel.run.Awaiting;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.run.Trigger;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A step in progress. */
abstract class Node {
  private static final String TIMEOUT = "timeoutMillis";

  final Walk walk;
  final Place place;
  private final Set<Node> children = new LinkedHashSet<>();
  private Value memo = Values.NULL;
  private boolean ended;

  /**
   * Where a step stands.
   *
   * @param parent null for the root
   * @param path of the step in the run
   * @param name of the task
   * @param variables arguments bound by loops and catches around it
   * @param input before its transformation
   */
  record Place(
      @Nullable Node parent, String path, String name, Map<String, Value> variables, Value input) {}

  Node(Walk walk, Place place) {
    this.walk = walk;
    this.place = place;
  }

  /** The kind of step, as users know it. */
  abstract String kind();

  /** Begins a step that the run does not know yet. */
  abstract void enter();

  /** Goes on with a step that the run knows as active. */
  abstract void resume(RunStep step);

  /** Something that this step itself waited for has happened. */
  void triggered(Trigger trigger) {}

  /**
   * A child has ended well.
   *
   * @param next its flow directive
   */
  void completed(Node child, Value output, String next) {}

  /** A child has ended with an error. */
  void faulted(Node child, Fault fault) {
    fault(fault);
  }

  /** What the error of this step's own is said to be about: a JSON pointer into the definition. */
  abstract String reference();

  /** Begins, or takes over what the run remembers. */
  final void start() {
    Node parent = place.parent();
    if (parent != null) {
      parent.children.add(this);
    }
    RunStep step = walk.remembered(place.path());
    if (step == null) {
      walk.open(this);
      enter();
      return;
    }
    switch (step.status()) {
      case ACTIVE -> {
        walk.open(this);
        memo = step.memo();
        rearmTimeout(step);
        resume(step);
      }
      case COMPLETED -> {
        Value output = step.output();
        close(() -> tellCompleted(output == null ? Values.NULL : output, step.next()));
      }
      case FAULTED -> {
        Fault fault = step.fault();
        close(() -> tellFaulted(fault == null ? Faults.unknown() : fault));
      }
      case CANCELLED -> close(() -> {});
    }
  }

  private void rearmTimeout(RunStep step) {
    long millis = timeoutMillis();
    if (millis > 0
        && step.awaiting().stream().noneMatch(Awaiting.Timer.class::isInstance)
        && !walk.isTimerPending(place.path())) {
      walk.emit(new RunEffect.ArmTimer(place.path(), millis));
    }
  }

  /** Records the beginning; the time-out, if any, is part of what is remembered. */
  final void recordEntry(Value input, Value.Obj remembered, long timeoutMillis) {
    memo = timeoutMillis > 0 ? remembered.with(TIMEOUT, Value.of(timeoutMillis)) : remembered;
    walk.enterStep(new RunEffect.EnterStep(place.path(), place.name(), kind(), input, memo));
    if (timeoutMillis > 0) {
      walk.emit(new RunEffect.ArmTimer(place.path(), timeoutMillis));
    }
  }

  final Value memo(String name) {
    Value member = memo instanceof Value.Obj object ? object.get(name) : null;
    return member == null ? Values.NULL : member;
  }

  /** 0 for none. */
  final long timeoutMillis() {
    return memo(TIMEOUT) instanceof Value.Num millis ? millis.value().longValue() : 0;
  }

  final void trigger(Trigger trigger) {
    if (trigger instanceof Trigger.TimerFired && timeoutMillis() > 0) {
      cancelChildren("It took too long.");
      fault(Faults.timeout(place.name(), timeoutMillis()));
    } else if (trigger instanceof Trigger.EffectRefused refused) {
      fault(refused.fault());
    } else {
      triggered(trigger);
    }
  }

  final void complete(Value output, String next) {
    if (ended || walk.isOver()) {
      return;
    }
    walk.emit(new RunEffect.CompleteStep(place.path(), output, next));
    close(() -> tellCompleted(output, next));
  }

  private void tellCompleted(Value output, String next) {
    Node parent = place.parent();
    if (parent == null) {
      walk.completeRun(output);
    } else {
      parent.completed(this, output, next);
    }
  }

  private void tellFaulted(Fault fault) {
    Node parent = place.parent();
    if (parent == null) {
      walk.faultRun(fault);
    } else {
      parent.faulted(this, fault);
    }
  }

  final void fault(Fault fault) {
    if (ended || walk.isOver()) {
      return;
    }
    cancelChildren("Its task failed.");
    Fault located =
        fault.instance().isEmpty() || fault.instance().equals(place.path())
            ? fault.at(reference())
            : fault;
    walk.emit(new RunEffect.FaultStep(place.path(), located));
    close(() -> tellFaulted(located));
  }

  /** Gives up this step and all in it. */
  final void cancel(String reason) {
    cancelChildren(reason);
    walk.emit(new RunEffect.CancelStep(place.path(), reason));
    close(() -> {});
  }

  final void cancelChildren(String reason) {
    for (Node child : List.copyOf(children)) {
      child.cancel(reason);
    }
  }

  /** Leaves the walk; the parent hears of it after what is queued before. */
  private void close(Runnable afterwards) {
    ended = true;
    walk.close(this);
    Node parent = place.parent();
    if (parent != null) {
      parent.children.remove(this);
    }
    walk.enqueue(
        () -> {
          if (parent == null || !parent.ended) {
            afterwards.run();
          }
        });
  }

  final boolean isEnded() {
    return ended;
  }
}
