package dev.synod.workflow.walk;

import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.workflow.definition.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A loop over the items of an array; each turn gets what the turn before it gave. */
final class ForNode extends TaskNode {
  private static final String ITEMS = "items";

  private final Task.For task;
  private int index;

  ForNode(Walk walk, Place place, Task.For task) {
    super(walk, place, task.common());
    this.task = task;
  }

  @Override
  String kind() {
    return "for";
  }

  @Override
  Value.Obj prepare() throws FaultException {
    Value items = walk.evaluator().evaluate(task.loop().in(), setting());
    if (!(items instanceof Value.Arr)) {
      throw Faults.expression(
          "Expected an array to loop over from '%s', but found %s."
              .formatted(task.loop().in().text(), items.json()));
    }
    return Values.EMPTY.with(ITEMS, items);
  }

  @Override
  void begin(Optional<RunStep> step) throws FaultException {
    turn(input());
  }

  private void turn(Value data) throws FaultException {
    List<Value> items = memo(ITEMS) instanceof Value.Arr array ? array.items() : List.of();
    if (index >= items.size()) {
      finish(data);
      return;
    }
    String path = place.path() + "/turn/" + index;
    var variables = new TreeMap<>(place.variables());
    variables.put(task.loop().each(), items.get(index));
    variables.put(task.loop().at(), Value.of(index));
    if (walk.remembered(path) == null
        && task.loop().condition().isPresent()
        && !walk.evaluator().holds(task.loop().condition().get(), turnSetting(data, variables))) {
      finish(data);
      return;
    }
    new GroupNode(
            this,
            new Place(this, path, common.name() + "[" + index + "]", variables, data),
            GroupNode.Kind.TURN,
            task.tasks(),
            Values.EMPTY,
            0)
        .start();
  }

  private Evaluator.Setting turnSetting(Value data, Map<String, Value> variables) {
    return new Evaluator.Setting(data, variables, setting().standard());
  }

  @Override
  void completed(Node child, Value output, String next) {
    index++;
    try {
      turn(output);
    } catch (FaultException e) {
      fault(e.fault());
    }
  }
}
