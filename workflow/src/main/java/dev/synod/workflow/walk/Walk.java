package dev.synod.workflow.walk;

import dev.synod.kernel.Limits;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.run.InboxItem;
import dev.synod.kernel.run.Run;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.run.RunStep;
import dev.synod.kernel.run.Trigger;
import dev.synod.kernel.value.Value;
import dev.synod.workflow.definition.Definition;
import dev.synod.workflow.expression.Expressions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run as its driver sees it: the steps in progress, and what is to happen next. Deterministic:
 * the same run state and the same triggers give the same effects, whether the walk was kept in
 * memory or built anew. Not for concurrent use. When {@link #advance} throws, the walk must be
 * dropped.
 */
public final class Walk {
  private final Definition definition;
  private final Run run;
  private final Evaluator evaluator;
  private final Map<String, Node> open = new HashMap<>();
  private final Deque<Runnable> queue = new ArrayDeque<>();
  private final Set<String> pendingAnswers = new HashSet<>();
  private final Set<String> pendingTimers = new HashSet<>();
  private List<RunEffect> effects = new ArrayList<>();
  private int steps;
  private boolean begun;
  private boolean over;

  /**
   * A walk over what the run remembers.
   *
   * @param run its state, with the triggers that were not consumed when it was read
   */
  public Walk(Definition definition, Run run, Expressions expressions) {
    this.definition = definition;
    this.run = run;
    this.evaluator = new Evaluator(definition, run, expressions);
    this.steps = run.steps().size();
  }

  /**
   * Takes in triggers, in their order. The first call must be given all triggers that the run's
   * inbox holds.
   *
   * @param nowMillis what {@code now} says and retries count by, Unix milliseconds
   * @return what is to happen, in this order
   */
  public List<RunEffect> advance(List<InboxItem> triggers, long nowMillis) {
    evaluator.setNow(nowMillis);
    effects = new ArrayList<>();
    if (!begun) {
      begun = true;
      triggers.forEach(this::expect);
      new RootNode(this, definition.workflow()).start();
      drain();
      pendingAnswers.clear();
      pendingTimers.clear();
    }
    for (InboxItem item : triggers) {
      Node node = open.get(item.trigger().path());
      if (node != null && !over) {
        node.trigger(item.trigger());
        drain();
      }
    }
    return List.copyOf(effects);
  }

  private void expect(InboxItem item) {
    String path = item.trigger().path();
    if (item.trigger() instanceof Trigger.TimerFired) {
      pendingTimers.add(path);
    } else {
      pendingAnswers.add(path);
    }
  }

  private void drain() {
    for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
      if (!over) {
        next.run();
      }
    }
  }

  /** Whether the run has ended, as far as this walk is concerned. */
  public boolean isOver() {
    return over;
  }

  Run run() {
    return run;
  }

  Evaluator evaluator() {
    return evaluator;
  }

  @Nullable RunStep remembered(String path) {
    return run.steps().get(path);
  }

  /** Whether an answer other than a timer's is in the inbox already. */
  boolean isAnswerPending(String path) {
    return pendingAnswers.contains(path);
  }

  boolean isTimerPending(String path) {
    return pendingTimers.contains(path);
  }

  void open(Node node) {
    open.put(node.place.path(), node);
  }

  void close(Node node) {
    open.remove(node.place.path(), node);
  }

  void enqueue(Runnable next) {
    queue.add(next);
  }

  void emit(RunEffect effect) {
    if (!over) {
      effects.add(effect);
    }
  }

  void enterStep(RunEffect.EnterStep effect) {
    if (++steps > Limits.STEPS_PER_RUN_MAX) {
      faultRun(Faults.tooManySteps());
    }
    emit(effect);
  }

  void setContext(Value context) {
    evaluator.setContext(context);
    emit(new RunEffect.SetContext(context));
  }

  /** Ends the workflow from within; what is still under way is given up with the run. */
  void end(Value output) {
    emit(new RunEffect.CompleteStep(RootNode.PATH, output, "end"));
    completeRun(output);
  }

  /** Ends the run well. */
  void completeRun(Value lastOutput) {
    if (over) {
      return;
    }
    try {
      var setting = new Evaluator.Setting(lastOutput, Map.of(), Map.of());
      Value result =
          Faults.payload(
              "the run's output", evaluator.leave(definition.workflow().output(), setting));
      emit(new RunEffect.CompleteRun(result));
      over = true;
    } catch (FaultException e) {
      faultRun(e.fault().at("/output"));
    }
  }

  void faultRun(Fault fault) {
    emit(new RunEffect.FaultRun(fault));
    over = true;
  }
}
