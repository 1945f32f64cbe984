package dev.synod.workflow.walk;

import dev.synod.kernel.run.RunStep;
import dev.synod.workflow.definition.Flow;
import dev.synod.workflow.definition.Task;
import java.util.Optional;

/** A task that ends as soon as it begins: {@code set}, {@code switch}, {@code raise}. */
final class ComputeNode extends TaskNode {
  private final Task task;

  ComputeNode(Walk walk, Place place, Task task) {
    super(walk, place, task.common());
    this.task = task;
  }

  @Override
  String kind() {
    return switch (task) {
      case Task.Switch _ -> "switch";
      case Task.Raise _ -> "raise";
      default -> "set";
    };
  }

  @Override
  void begin(Optional<RunStep> step) throws FaultException {
    switch (task) {
      case Task.Set set -> finish(walk.evaluator().fill(set.data(), setting()));
      case Task.Switch choice -> finish(input(), choose(choice));
      case Task.Raise raise ->
          fault(Faults.raised(walk.evaluator().fill(raise.error(), setting()), reference()));
      default -> throw new IllegalStateException("Expected a task that ends at once.");
    }
  }

  /** The first case that holds; else the default; else the task's own directive. */
  private Flow choose(Task.Switch choice) throws FaultException {
    Flow otherwise = common.control().then();
    for (Task.Case option : choice.cases()) {
      if (option.when().isEmpty()) {
        otherwise = option.then();
      } else if (walk.evaluator().holds(option.when().get(), setting())) {
        return option.then();
      }
    }
    return otherwise;
  }
}
