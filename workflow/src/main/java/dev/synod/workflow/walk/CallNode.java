package dev.synod.workflow.walk;

import dev.synod.kernel.Limits;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.run.Awaiting;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.run.Trigger;
import dev.synod.kernel.session.SystemCapability;
import dev.synod.kernel.task.Priority;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.workflow.definition.CatalogFunction;
import dev.synod.workflow.definition.Span;
import dev.synod.workflow.definition.Task;
import dev.synod.workflow.expression.SchemaProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call: asks for something, and ends with the answer. */
final class CallNode extends TaskNode {
  private static final String ARGUMENTS = "with";

  private final Task task;

  CallNode(Walk walk, Place place, Task task) {
    super(walk, place, task.common());
    this.task = task;
  }

  @Override
  String kind() {
    return "call";
  }

  /**
   * The arguments are remembered, so that what was asked is asked again in the same words after a
   * crash.
   */
  @Override
  Value.Obj prepare() throws FaultException {
    Value arguments =
        switch (task) {
          case Task.CallHttp call -> HttpRequest.of(call, setting(), walk.evaluator());
          case Task.CallFunction call -> arguments(call);
          default -> throw new IllegalStateException("Expected a call.");
        };
    return Values.EMPTY.with(ARGUMENTS, arguments);
  }

  private Value arguments(Task.CallFunction call) throws FaultException {
    Value arguments = walk.evaluator().fill(call.arguments(), setting());
    List<SchemaProblem> problems = call.function().problems(arguments);
    if (!problems.isEmpty()) {
      throw Faults.validation(
          "Arguments of %s at '%s': %s"
              .formatted(
                  call.function().reference(),
                  problems.getFirst().path(),
                  problems.getFirst().message()));
    }
    return arguments;
  }

  @Override
  void begin(Optional<RunStep> step) throws FaultException {
    boolean asked =
        step.isPresent()
            && (walk.isAnswerPending(place.path())
                || step.get().awaiting().stream().anyMatch(CallNode::isAnswer));
    if (!asked) {
      walk.emit(effect());
    }
  }

  private static boolean isAnswer(Awaiting awaiting) {
    return !(awaiting instanceof Awaiting.Timer);
  }

  private RunEffect effect() throws FaultException {
    return switch (task) {
      case Task.CallFunction call -> effect(call.function());
      default ->
          new RunEffect.AssignTask(
              place.path(),
              SystemCapability.CALL_HTTP,
              "",
              memo(ARGUMENTS),
              Priority.NORMAL,
              0,
              Limits.TASK_ATTEMPTS_DEFAULT);
    };
  }

  private RunEffect effect(CatalogFunction function) throws FaultException {
    return switch (function) {
      case ASSIGN ->
          new RunEffect.AssignTask(
              place.path(),
              text("capability", ""),
              text("agent", ""),
              argument("input").orElse(input()),
              Priority.valueOf(text("priority", "Normal").toUpperCase(Locale.ROOT)),
              millis("deadline"),
              Limits.TASK_ATTEMPTS_DEFAULT);
      case BARRIER -> new RunEffect.AwaitBarrier(place.path(), text("name", ""), instance());
      case PROPOSE ->
          new RunEffect.Propose(
              place.path(),
              text("decision", ""),
              instance(),
              argument("subject").orElse(Values.NULL));
      case APPROVE ->
          new RunEffect.RequestApproval(
              place.path(),
              text("title", ""),
              roles(),
              millis("timeout"),
              text("fallback", "reject").equals("approve"));
      case STATE -> state();
    };
  }

  private RunEffect state() {
    if (argument("get").isPresent()) {
      return new RunEffect.ReadState(place.path(), text("get", ""));
    }
    Value value = argument("value").orElse(Values.NULL);
    if (argument("put").isPresent()) {
      return new RunEffect.WriteState(place.path(), text("put", ""), new Write.Put(value));
    }
    if (argument("merge").isPresent()) {
      return new RunEffect.WriteState(place.path(), text("merge", ""), new Write.Merge(value));
    }
    Value delta = argument("delta").orElse(Value.of(0));
    return new RunEffect.WriteState(
        place.path(),
        text("add", ""),
        new Write.Add(delta instanceof Value.Num number ? number : (Value.Num) Value.of(0)));
  }

  @Override
  void triggered(Trigger trigger) {
    switch (trigger) {
      case Trigger.TaskEnded ended when ended.output() == null && ended.fault() == null ->
          fault(Faults.unknown());
      case Trigger.TaskEnded ended -> answer(ended.output(), ended.fault());
      case Trigger.BarrierSettled settled -> {
        if (settled.open()) {
          finish(opened(settled));
        } else {
          fault(Faults.barrierBroken(text("name", ""), instance()));
        }
      }
      case Trigger.ProposalSettled settled -> finish(settled.outcome());
      case Trigger.ApprovalSettled settled ->
          finish(
              Values.EMPTY
                  .with("approved", Value.of(settled.approved()))
                  .with("by", Value.of(settled.by()))
                  .with("comment", Value.of(settled.comment()))
                  .with("timedOut", Value.of(settled.timedOut())));
      case Trigger.StateAnswered answered -> answer(answered.value(), answered.fault());
      case Trigger.Started _, Trigger.TimerFired _, Trigger.EffectRefused _ -> {}
    }
  }

  private void answer(@Nullable Value output, @Nullable Fault fault) {
    if (fault != null) {
      fault(fault);
    } else {
      finish(output == null ? Values.NULL : output);
    }
  }

  private Value opened(Trigger.BarrierSettled settled) {
    var arrived = new ArrayList<Value>();
    settled.arrived().forEach(agent -> arrived.add(Value.of(agent)));
    return Values.EMPTY
        .with("name", Value.of(text("name", "")))
        .with("instance", Value.of(instance()))
        .with("open", Values.TRUE)
        .with("arrived", Value.of(arrived));
  }

  private Optional<Value> argument(String name) {
    return memo(ARGUMENTS) instanceof Value.Obj arguments
        ? Optional.ofNullable(arguments.get(name))
        : Optional.empty();
  }

  private String text(String name, String otherwise) {
    return argument(name).orElse(Values.NULL) instanceof Value.Str text ? text.value() : otherwise;
  }

  /** The instance of a barrier or proposal; by default one per run. */
  private String instance() {
    return text("instance", walk.run().ref().name());
  }

  private List<String> roles() {
    var roles = new ArrayList<String>();
    if (argument("roles").orElse(Values.NULL) instanceof Value.Arr array) {
      array.items().forEach(role -> roles.add(role instanceof Value.Str text ? text.value() : ""));
    }
    return roles;
  }

  private long millis(String name) throws FaultException {
    Optional<Value> duration = argument(name);
    if (duration.isEmpty()) {
      return 0;
    }
    return Span.millis(duration.get())
        .orElseThrow(
            () ->
                Faults.validation(
                    "Expected a duration such as 60s or PT1M as '%s', but found %s."
                        .formatted(name, duration.get().json())));
  }
}
