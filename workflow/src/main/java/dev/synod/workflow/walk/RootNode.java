package dev.synod.workflow.walk;

import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.workflow.definition.Workflow;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The workflow itself. */
final class RootNode extends Node {
  static final String PATH = "/";

  private final Workflow workflow;
  private @Nullable Sequence sequence;

  RootNode(Walk walk, Workflow workflow) {
    super(
        walk,
        new Place(null, PATH, walk.run().spec().workflow(), Map.of(), walk.run().spec().input()));
    this.workflow = workflow;
  }

  @Override
  String kind() {
    return "workflow";
  }

  @Override
  String reference() {
    return PATH;
  }

  @Override
  void enter() {
    var setting = new Evaluator.Setting(place.input(), Map.of(), Map.of());
    try {
      Value input = walk.evaluator().enter(workflow.input(), setting);
      long timeoutMillis =
          workflow.timeout().isPresent()
              ? walk.evaluator().millis(workflow.timeout().get(), setting)
              : 0;
      recordEntry(Faults.payload("the workflow's input", input), Values.EMPTY, timeoutMillis);
      begin(input);
    } catch (FaultException e) {
      recordEntry(place.input(), Values.EMPTY, 0);
      fault(e.fault().at("/input"));
    }
  }

  @Override
  void resume(RunStep step) {
    begin(step.input());
  }

  private void begin(Value input) {
    sequence =
        new Sequence(this, "/do", workflow.tasks(), Map.of(), output -> complete(output, "end"));
    sequence.start(input);
  }

  @Override
  void completed(Node child, Value output, String next) {
    if (sequence != null) {
      sequence.completed(output, next);
    }
  }
}
