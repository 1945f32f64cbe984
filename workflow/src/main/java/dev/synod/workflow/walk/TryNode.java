package dev.synod.workflow.walk;

import dev.synod.kernel.run.Fault;
import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.value.Fingerprint;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.workflow.definition.Span;
import dev.synod.workflow.definition.Task;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Attempts, the delays between them, and at last the handling of the error. That an error was
 * caught, and whether it was followed by another attempt, is remembered by the step that followed.
 */
final class TryNode extends TaskNode {
  private static final String ERROR = "error";

  private final Task.Try task;
  private int attempt = 1;

  TryNode(Walk walk, Place place, Task.Try task) {
    super(walk, place, task.common());
    this.task = task;
  }

  @Override
  String kind() {
    return "try";
  }

  @Override
  void begin(Optional<RunStep> step) throws FaultException {
    attempt();
  }

  private void attempt() throws FaultException {
    String path = place.path() + "/attempt/" + attempt;
    Optional<Span> limit =
        task.handler().retry().flatMap(retry -> retry.bounds().attemptDuration());
    long timeoutMillis =
        limit.isPresent() && walk.remembered(path) == null
            ? walk.evaluator().millis(limit.get(), setting())
            : 0;
    new GroupNode(
            this,
            new Place(this, path, common.name(), place.variables(), input()),
            GroupNode.Kind.ATTEMPT,
            task.tasks(),
            Values.EMPTY,
            timeoutMillis)
        .start();
  }

  @Override
  void completed(Node child, Value output, String next) {
    if (child instanceof RetryNode) {
      attempt++;
      try {
        attempt();
      } catch (FaultException e) {
        fault(e.fault());
      }
    } else {
      finish(output);
    }
  }

  @Override
  void faulted(Node child, Fault fault) {
    boolean attempted = child instanceof GroupNode group && group.is(GroupNode.Kind.ATTEMPT);
    if (!attempted) {
      fault(fault);
      return;
    }
    try {
      RunStep retry = walk.remembered(retryPath());
      RunStep handler = walk.remembered(handlerPath());
      if (retry != null) {
        retry(0);
      } else if (handler != null) {
        handle(error(handler));
      } else {
        decide(fault);
      }
    } catch (FaultException e) {
      fault(e.fault());
    }
  }

  private static Value error(RunStep handler) {
    Value error = handler.memo() instanceof Value.Obj memo ? memo.get(ERROR) : null;
    return error == null ? Values.NULL : error;
  }

  private void decide(Fault fault) throws FaultException {
    Value error = Faults.toValue(fault);
    Evaluator.Setting setting =
        new Evaluator.Setting(input(), withError(error), setting().standard());
    if (!Faults.matches(task.handler().filter(), fault)
        || !passes(task.handler().guard(), setting)) {
      fault(fault);
      return;
    }
    Optional<Task.Retry> policy = task.handler().retry();
    if (policy.isPresent() && mayRetry(policy.get(), setting)) {
      retry(delayMillis(policy.get(), setting));
    } else if (!task.handler().tasks().isEmpty()) {
      handle(error);
    } else if (policy.isPresent()) {
      fault(fault);
    } else {
      finish(input());
    }
  }

  private boolean passes(Task.Guard guard, Evaluator.Setting setting) throws FaultException {
    return (guard.when().isEmpty() || walk.evaluator().holds(guard.when().get(), setting))
        && (guard.exceptWhen().isEmpty()
            || !walk.evaluator().holds(guard.exceptWhen().get(), setting));
  }

  private boolean mayRetry(Task.Retry policy, Evaluator.Setting setting) throws FaultException {
    if (attempt > policy.bounds().attemptsMax() || !passes(policy.guard(), setting)) {
      return false;
    }
    Optional<Span> limit = policy.bounds().duration();
    return limit.isEmpty()
        || walk.evaluator().nowMillis() - enteredAtMillis()
            < walk.evaluator().millis(limit.get(), setting);
  }

  private long delayMillis(Task.Retry policy, Evaluator.Setting setting) throws FaultException {
    long base = walk.evaluator().millis(policy.delay(), setting);
    double factor =
        switch (policy.backoff()) {
          case CONSTANT -> 1;
          case LINEAR -> attempt;
          case EXPONENTIAL -> Math.pow(2, attempt - 1);
        };
    long delay = (long) Math.min(Span.MILLIS_MAX, base * factor);
    if (policy.jitter().isPresent()) {
      long from = walk.evaluator().millis(policy.jitter().get().from(), setting);
      long to = walk.evaluator().millis(policy.jitter().get().to(), setting);
      delay += from + Math.floorMod(hash(), Math.max(1, to - from + 1));
    }
    return Math.min(Span.MILLIS_MAX, delay);
  }

  /** Spreads the delays of many runs, but gives one run the same delay each time it is computed. */
  private long hash() {
    return new Fingerprint("retry")
        .add(walk.run().ref().toString())
        .add(walk.run().spec().declaration().uid())
        .add(place.path())
        .add(attempt)
        .value();
  }

  private void retry(long delayMillis) {
    new RetryNode(
            this,
            new Place(this, retryPath(), common.name(), place.variables(), Values.NULL),
            delayMillis)
        .start();
  }

  private void handle(Value error) {
    new GroupNode(
            this,
            new Place(this, handlerPath(), common.name(), withError(error), input()),
            GroupNode.Kind.CATCH,
            task.handler().tasks(),
            Values.EMPTY.with(ERROR, error),
            0)
        .start();
  }

  private Map<String, Value> withError(Value error) {
    var variables = new TreeMap<>(place.variables());
    variables.put(task.handler().as(), error);
    return variables;
  }

  private String retryPath() {
    return place.path() + "/retry/" + attempt;
  }

  private String handlerPath() {
    return place.path() + "/catch";
  }
}
