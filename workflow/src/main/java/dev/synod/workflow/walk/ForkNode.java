package dev.synod.workflow.walk;

import dev.synod.kernel.run.Fault;
import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.workflow.definition.Task;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Branches side by side. */
final class ForkNode extends TaskNode {
  private final Task.Fork task;
  private final IdentityHashMap<Node, Integer> branches = new IdentityHashMap<>();
  private final Value[] outputs;
  private final @Nullable Fault[] faults;
  private int ended;

  ForkNode(Walk walk, Place place, Task.Fork task) {
    super(walk, place, task.common());
    this.task = task;
    this.outputs = new Value[task.branches().size()];
    this.faults = new Fault[task.branches().size()];
    Arrays.fill(outputs, Values.NULL);
  }

  @Override
  String kind() {
    return "fork";
  }

  @Override
  void begin(Optional<RunStep> step) {
    if (outputs.length == 0) {
      finish(Value.of(Arrays.asList(outputs)));
    }
    for (int i = 0; i < outputs.length && !isEnded() && !walk.isOver(); i++) {
      Task branch = task.branches().get(i);
      String path =
          place.path() + "/fork/branches/" + i + "/" + Sequence.escape(branch.common().name());
      TaskNode node = TaskNode.of(this, branch, path, place.variables(), input());
      branches.put(node, i);
      node.start();
    }
  }

  @Override
  void completed(Node child, Value output, String next) {
    if (next.equals("end")) {
      walk.completeRun(output);
    } else if (task.compete()) {
      cancelChildren("Another branch was faster.");
      finish(output);
    } else {
      outputs[branches.getOrDefault(child, 0)] = output;
      if (++ended == outputs.length) {
        finish(Value.of(Arrays.asList(outputs)));
      }
    }
  }

  /** One error fails the fork; in a competition only when no branch is left that could win. */
  @Override
  void faulted(Node child, Fault fault) {
    if (!task.compete()) {
      fault(fault);
      return;
    }
    faults[branches.getOrDefault(child, 0)] = fault;
    if (++ended == outputs.length) {
      fault(faults[0] == null ? fault : faults[0]);
    }
  }
}
