package dev.synod.workflow.walk;

import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.value.Value;
import dev.synod.workflow.definition.Task;
import java.util.Optional;

/** Tasks in sequence. */
final class DoNode extends TaskNode {
  private final Sequence sequence;

  DoNode(Walk walk, Place place, Task.Do task) {
    super(walk, place, task.common());
    this.sequence =
        new Sequence(this, place.path() + "/do", task.tasks(), place.variables(), this::finish);
  }

  @Override
  String kind() {
    return "do";
  }

  @Override
  void begin(Optional<RunStep> step) {
    sequence.start(input());
  }

  @Override
  void completed(Node child, Value output, String next) {
    sequence.completed(output, next);
  }
}
