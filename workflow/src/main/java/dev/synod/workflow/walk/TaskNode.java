package dev.synod.workflow.walk;

import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.workflow.definition.Flow;
import dev.synod.workflow.definition.Passage;
import dev.synod.workflow.definition.Task;
import java.util.Map;
import java.util.Optional;

/** A step of a task: the flow of data in and out, which is the same for every kind. */
abstract class TaskNode extends Node {
  final Task.Common common;
  private Value input = Values.NULL;
  private long enteredAtMillis;

  TaskNode(Walk walk, Place place, Task.Common common) {
    super(walk, place);
    this.common = common;
  }

  static TaskNode of(
      Node parent, Task task, String path, Map<String, Value> variables, Value input) {
    Walk walk = parent.walk;
    var place = new Place(parent, path, task.common().name(), variables, input);
    return switch (task) {
      case Task.Do t -> new DoNode(walk, place, t);
      case Task.Set t -> new ComputeNode(walk, place, t);
      case Task.Switch t -> new ComputeNode(walk, place, t);
      case Task.Raise t -> new ComputeNode(walk, place, t);
      case Task.For t -> new ForNode(walk, place, t);
      case Task.Fork t -> new ForkNode(walk, place, t);
      case Task.Try t -> new TryNode(walk, place, t);
      case Task.Wait t -> new WaitNode(walk, place, t);
      case Task.CallHttp t -> new CallNode(walk, place, t);
      case Task.CallFunction t -> new CallNode(walk, place, t);
    };
  }

  /** Computes what must be remembered of the beginning. */
  Value.Obj prepare() throws FaultException {
    return Values.EMPTY;
  }

  /**
   * Does the task.
   *
   * @param step what the run remembers, where it was entered before
   */
  abstract void begin(Optional<RunStep> step) throws FaultException;

  /** The time-out that the kernel's clock watches over. */
  long timeout() throws FaultException {
    return common.control().timeout().isPresent()
        ? walk.evaluator().millis(common.control().timeout().get(), beforeInput())
        : 0;
  }

  @Override
  final String reference() {
    return common.reference();
  }

  @Override
  final void enter() {
    enteredAtMillis = walk.evaluator().nowMillis();
    try {
      if (common.control().condition().isPresent()
          && !walk.evaluator().holds(common.control().condition().get(), beforeInput())) {
        recordEntry(place.input(), Values.EMPTY.with("skipped", Values.TRUE), 0);
        complete(place.input(), "continue");
        return;
      }
      Value transformed = walk.evaluator().enter(common.data().input(), beforeInput());
      input = Faults.payload("the task's input", transformed);
      Value.Obj remembered = prepare();
      Faults.payload("what the task remembers", remembered);
      recordEntry(input, remembered, timeout());
    } catch (FaultException e) {
      recordEntry(bounded(place.input()), Values.EMPTY, 0);
      fault(e.fault());
      return;
    }
    tryToBegin(Optional.empty());
  }

  private static Value bounded(Value value) {
    try {
      return Faults.payload("the task's input", value);
    } catch (FaultException e) {
      return Values.NULL;
    }
  }

  @Override
  final void resume(RunStep step) {
    input = step.input();
    enteredAtMillis = step.enteredAtMillis();
    if (memo("skipped").equals(Values.TRUE)) {
      complete(place.input(), "continue");
    } else {
      tryToBegin(Optional.of(step));
    }
  }

  private void tryToBegin(Optional<RunStep> step) {
    try {
      begin(step);
    } catch (FaultException e) {
      fault(e.fault());
    }
  }

  /** The input after its transformation. */
  final Value input() {
    return input;
  }

  final long enteredAtMillis() {
    return enteredAtMillis;
  }

  final void finish(Value rawOutput) {
    finish(rawOutput, common.control().then());
  }

  /** Transforms the output, exports to the context and ends the step. */
  final void finish(Value rawOutput, Flow flow) {
    if (isEnded() || walk.isOver()) {
      return;
    }
    try {
      Evaluator.Setting after = setting(rawOutput, rawOutput);
      Value output =
          Faults.payload(
              "the task's output", walk.evaluator().leave(common.data().output(), after));
      export(output, rawOutput);
      complete(output, word(flow));
    } catch (FaultException e) {
      fault(e.fault());
    }
  }

  private void export(Value output, Value rawOutput) throws FaultException {
    Passage export = common.data().export();
    if (export.transformation().isPresent()) {
      Evaluator.Setting exporting = setting(output, rawOutput).with("output", output);
      walk.setContext(Faults.payload("the context", walk.evaluator().leave(export, exporting)));
    }
  }

  private static String word(Flow flow) {
    return switch (flow) {
      case Flow.Continue _ -> "continue";
      case Flow.Exit _ -> "exit";
      case Flow.End _ -> "end";
      case Flow.Jump jump -> jump.name();
    };
  }

  /** For what is evaluated before the input is transformed: {@code if}, {@code input.from}. */
  private Evaluator.Setting beforeInput() {
    return new Evaluator.Setting(
        place.input(), place.variables(), Map.of("task", descriptor(Values.NULL)));
  }

  /** For what is evaluated within the task's definition. */
  final Evaluator.Setting setting() {
    return setting(input, Values.NULL);
  }

  final Evaluator.Setting setting(Value data, Value rawOutput) {
    return new Evaluator.Setting(
        data, place.variables(), Map.of("input", input, "task", descriptor(rawOutput)));
  }

  private Value descriptor(Value rawOutput) {
    return Values.EMPTY
        .with("name", Value.of(common.name()))
        .with("reference", Value.of(common.reference()))
        .with("definition", common.source())
        .with("input", place.input())
        .with("output", rawOutput)
        .with("startedAt", Evaluator.moment(enteredAtMillis));
  }
}
