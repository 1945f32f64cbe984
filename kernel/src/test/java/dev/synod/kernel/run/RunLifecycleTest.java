package dev.synod.kernel.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Code;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.barrier.BarrierCommand;
import dev.synod.kernel.barrier.BarrierKey;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.scenario.Driven;
import dev.synod.kernel.scenario.Scenario;
import dev.synod.kernel.session.SystemCapability;
import dev.synod.kernel.task.Priority;
import dev.synod.kernel.task.Task;
import dev.synod.kernel.task.TaskCommand;
import dev.synod.kernel.task.TaskStatus;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RunLifecycleTest {
  private final Scenario scenario =
      new Scenario().agent("ada", "read").agent("bo").group().workflow("ship");

  private Driven started() {
    scenario.connectWorker(SystemCapability.DRIVE_RUN);
    return Driven.start(scenario, "r1", "ship");
  }

  private static RunEffect.AssignTask assign(String path) {
    return new RunEffect.AssignTask(path, "read", "", Value.of("in"), Priority.NORMAL, 0, 3);
  }

  private Task onlyTask() {
    return scenario.state().tasks().table().values().iterator().next();
  }

  @Test
  void shouldBeginWithATriggerAndADriver() {
    Driven run = started();

    assertThat(run.inbox()).containsExactly(new Trigger.Started());
    assertThat(run.run().driver().session()).isPositive();
    assertThat(run.run().driver().term()).isEqualTo(scenario.state().clock().revision());
  }

  @Test
  void shouldGiveTheTasksOutputBackToItsStep() {
    // Given
    Driven run = started().enter("/do/0", assign("/do/0"));
    long ada = scenario.connect("ada");
    Task task = onlyTask();
    assertThat(run.step("/do/0").awaiting()).containsExactly(new Awaiting.TaskEnd(task.id()));

    // When
    long token = Objects.requireNonNull(task.lease()).token();
    scenario.done(
        Scenario.subject("ada"),
        new TaskCommand.CompleteTask(Scenario.GROUP, task.id(), ada, token, Value.of("out")));

    // Then
    assertThat(run.inbox())
        .containsExactly(new Trigger.TaskEnded("/do/0", task.id(), Value.of("out"), null));
    assertThat(run.step("/do/0").awaiting()).isEmpty();
    run.advance(
        new RunEffect.CompleteStep("/do/0", Value.of("out"), "end"),
        new RunEffect.CompleteRun(Value.of("done")));
    assertThat(run.run().phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(run.run().result().output()).isEqualTo(Value.of("done"));
    assertThat(run.inbox()).isEmpty();
  }

  @Test
  void shouldRefuseAnAdvanceOfAnotherTermOrSession() {
    Driven run = started();
    Run.Driver driver = run.run().driver();

    var staleTerm =
        new RunCommand.AdvanceRun(run.ref(), driver.session(), driver.term() - 1, 0, List.of());
    Rejection refused = scenario.refused(Scenario.WORKER, staleTerm);
    assertThat(refused.code()).isEqualTo(Code.TERM_STALE);
    assertThat(refused.details().get("expected")).isEqualTo(Value.of(driver.term()));
    var foreign =
        new RunCommand.AdvanceRun(run.ref(), driver.session(), driver.term(), 0, List.of());
    assertThat(scenario.refused(Scenario.subject("ada"), foreign).code())
        .isEqualTo(Code.SESSION_GONE);
  }

  @Test
  void shouldHandOverToAnotherWorkerWithTheUnconsumedTriggers() {
    // Given a worker that dies without an answer
    long first = scenario.connectWorker(SystemCapability.DRIVE_RUN);
    Driven run = Driven.start(scenario, "r1", "ship");
    Run.Driver before = run.run().driver();
    long second = scenario.connectWorker(SystemCapability.DRIVE_RUN);

    // When
    scenario.expire(first);

    // Then the other drives it, in a later term; the late answer of the first is refused
    assertThat(run.run().driver().session()).isEqualTo(second);
    assertThat(run.run().driver().term()).isGreaterThan(before.term());
    assertThat(run.inbox()).containsExactly(new Trigger.Started());
    var late =
        new RunCommand.AdvanceRun(
            run.ref(), first, before.term(), 1, List.of(Driven.entry("/do/0")));
    assertThat(scenario.refused(Scenario.WORKER, late).code()).isEqualTo(Code.TERM_STALE);
    assertThat(run.run().steps().size()).isZero();
  }

  @Test
  void shouldWaitForAWorkerAndGiveItToTheFirstThatComes() {
    Driven run = Driven.start(scenario, "r1", "ship");
    assertThat(run.run().driver().session()).isZero();
    assertThat(scenario.state().runs().undriven()).containsExactly(run.ref());

    long worker = scenario.connectWorker(SystemCapability.DRIVE_RUN);

    assertThat(run.run().driver().session()).isEqualTo(worker);
    assertThat(scenario.state().runs().undriven()).isEmpty();
  }

  @Test
  void shouldCarryOutAllEffectsOfAnAdvanceOrNone() {
    Driven run = started();

    Rejection refused =
        run.refused(
            Driven.entry("/do/0"),
            assign("/do/0"),
            new RunEffect.WriteState("/do/0", "last/a", new Write.Put(Values.TRUE)),
            new RunEffect.CompleteStep("/do/9", Values.NULL, "end"));

    assertThat(refused.code()).isEqualTo(Code.TRANSITION_INVALID);
    assertThat(run.run().steps().size()).isZero();
    assertThat(scenario.state().tasks().table().size()).isZero();
    assertThat(scenario.state().documents().get(Scenario.GROUP, "last/a")).isNull();
    assertThat(run.inbox()).containsExactly(new Trigger.Started());
  }

  @Test
  void shouldRefuseEffectsOutOfTheLifecycle() {
    Driven run = started().enter("/do/0");

    assertThat(run.refused(Driven.entry("/do/0")).code()).isEqualTo(Code.TRANSITION_INVALID);
    assertThat(run.refused(Driven.entry("")).code()).isEqualTo(Code.TRANSITION_INVALID);
    assertThat(
            run.refused(
                    new RunEffect.CompleteStep("/do/0", Values.NULL, "end"),
                    new RunEffect.FaultStep("/do/0", new Fault(Fault.RUNTIME, 500, "", "")))
                .code())
        .isEqualTo(Code.TRANSITION_INVALID);
    assertThat(
            run.refused(
                    new RunEffect.CompleteRun(Values.NULL), new RunEffect.SetContext(Values.NULL))
                .code())
        .isEqualTo(Code.TRANSITION_INVALID);
    assertThat(run.refused(new RunEffect.SetContext(Value.of("x".repeat(40_000)))).code())
        .isEqualTo(Code.TOO_LARGE);
  }

  @Test
  void shouldRefuseTriggersThatNeverCame() {
    Driven run = started();
    Run.Driver driver = run.run().driver();

    var command =
        new RunCommand.AdvanceRun(run.ref(), driver.session(), driver.term(), 2, List.of());

    assertThat(scenario.refused(Scenario.WORKER, command).code())
        .isEqualTo(Code.TRANSITION_INVALID);
  }

  @Test
  void shouldWaitWithItsTaskWhereOthersAreToldToComeBackLater() {
    Driven run = started();
    var effects = new ArrayList<RunEffect>();
    for (int i = 0; i <= Limits.QUEUE_LENGTH_MIN; i++) {
      effects.add(Driven.entry("/do/" + i));
      effects.add(assign("/do/" + i));
    }

    run.advance(effects.toArray(RunEffect[]::new));

    assertThat(scenario.state().tasks().table().size()).isEqualTo(Limits.QUEUE_LENGTH_MIN + 1);
    assertThat(run.inbox()).isEmpty();
    var one =
        new TaskCommand.SubmitTask(Scenario.GROUP, "read", "", Values.NULL, Priority.NORMAL, 0, 1);
    assertThat(scenario.refused(Scenario.ANN, one).code()).isEqualTo(Code.LIMIT_EXCEEDED);
  }

  @Test
  void shouldGiveBackToTheStepWhatAnotherAreaRefuses() {
    // Given effects that the group refuses
    Driven run =
        started()
            .enter(
                "/do/0",
                new RunEffect.AwaitBarrier("/do/0", "nowhere", "i"),
                new RunEffect.Propose("/do/0", "nothing", "i", Values.NULL),
                new RunEffect.AssignTask("/do/0", "", "", Values.NULL, Priority.NORMAL, 0, 3),
                new RunEffect.ArmTimer("/do/0", -1),
                new RunEffect.RequestApproval("/do/0", "?", List.of(), 0, true),
                new RunEffect.WriteState("/do/0", "other/a", new Write.Delete()));

    // Then each comes back as a trigger with its code, and nothing is awaited
    assertThat(run.inbox())
        .extracting(trigger -> ((Trigger.EffectRefused) trigger).fault().title())
        .containsExactly(
            "not-found",
            "not-found",
            "invalid-argument",
            "invalid-argument",
            "invalid-argument",
            "undeclared-key");
    assertThat(run.step("/do/0").awaiting()).isEmpty();
  }

  @Test
  void shouldGiveUpWhatAStepWaitsForWhenItEnds() {
    // Given a step that waits for a task, an approval and a timer
    Driven run =
        started()
            .enter(
                "/do/0",
                assign("/do/0"),
                new RunEffect.RequestApproval("/do/0", "Ship?", List.of("editor"), 9_000, true),
                new RunEffect.ArmTimer("/do/0", 9_000));
    assertThat(run.step("/do/0").awaiting()).hasSize(3);

    // When
    run.advance(new RunEffect.CancelStep("/do/0", "Another was faster."));

    // Then
    assertThat(run.step("/do/0").status()).isEqualTo(StepStatus.CANCELLED);
    assertThat(onlyTask().status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(scenario.state().runs().pending()).isEmpty();
    scenario.tickAfter(9_000);
    assertThat(run.inbox()).isEmpty();
  }

  @Test
  void shouldEndWithAllItsStepsWhenItIsCancelled() {
    Driven run = started().enter("/do/0", assign("/do/0"));
    String tooLong = "x".repeat(Limits.TEXT_LENGTH_MAX + 1);
    assertThat(scenario.refused(Scenario.ANN, new RunCommand.CancelRun(run.ref(), tooLong)).code())
        .isEqualTo(Code.TOO_LARGE);

    scenario.done(Scenario.ANN, new RunCommand.CancelRun(run.ref(), "No longer wanted."));

    assertThat(run.run().phase()).isEqualTo(RunPhase.CANCELLED);
    assertThat(run.step("/do/0").status()).isEqualTo(StepStatus.CANCELLED);
    assertThat(onlyTask().status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(Objects.requireNonNull(run.run().result().fault()).detail())
        .isEqualTo("No longer wanted.");
  }

  @Test
  void shouldBeStartedOnceByItsName() {
    Driven run = started();
    var same = new RunCommand.StartRun(run.ref(), new Declaration("", 0, ""), "ship", Values.NULL);
    var other = new RunCommand.StartRun(run.ref(), new Declaration("", 0, ""), "ship", Values.TRUE);
    var unknown =
        new RunCommand.StartRun(
            new RunRef(Scenario.NAMESPACE, "r2"), new Declaration("", 0, ""), "no", Values.NULL);
    var misnamed =
        new RunCommand.StartRun(
            new RunRef(Scenario.NAMESPACE, "a|b"), new Declaration("", 0, ""), "ship", Values.NULL);

    assertThat(scenario.done(Scenario.ANN, same)).isZero();
    assertThat(scenario.refused(Scenario.ANN, other).code()).isEqualTo(Code.ALREADY_EXISTS);
    assertThat(scenario.refused(Scenario.ANN, unknown).code()).isEqualTo(Code.NOT_FOUND);
    assertThat(scenario.refused(Scenario.ANN, misnamed).code()).isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void shouldKeepItsDefinitionToTheEnd() {
    // Given
    Driven run = started();

    // When its workflow gets another definition and goes
    var ref = new WorkflowRef(Scenario.NAMESPACE, "ship");
    scenario.done(
        Scenario.OPERATOR,
        new RunCommand.DeclareWorkflow(
            ref, scenario.declaration(), Scenario.GROUP, "sha256:new", Value.of("new")));
    scenario.done(Scenario.OPERATOR, new RunCommand.RetractWorkflow(ref, "uid"));

    // Then the old one stays as long as the run
    assertThat(scenario.state().runs().definitions().has("sha256:new")).isFalse();
    assertThat(run.run().spec().digest()).isEqualTo("sha256:ship");
    assertThat(scenario.state().runs().definitions().has("sha256:ship")).isTrue();
    scenario.done(Scenario.OPERATOR, new RunCommand.RetractRun(run.ref(), ""));
    assertThat(scenario.state().runs().definitions().size()).isZero();
  }

  @Test
  void shouldBeginAfreshUnderTheNameOfADeletedRun() {
    // Given a run whose barrier and proposal bear its name
    scenario.connectWorker(SystemCapability.DRIVE_RUN);
    Driven run =
        Driven.start(scenario, "r1", "ship")
            .enter(
                "/do/0",
                new RunEffect.AwaitBarrier("/do/0", "all", "r1"),
                new RunEffect.Propose("/do/0", "release", "r1", Values.NULL));
    var barrier = new BarrierKey(Scenario.GROUP, "all", "r1");
    for (String agent : List.of("ada", "bo")) {
      scenario.done(
          Scenario.subject(agent),
          new BarrierCommand.ArriveAtBarrier(barrier, scenario.connect(agent)));
    }

    // When it is deleted
    scenario.done(Scenario.OPERATOR, new RunCommand.RetractRun(run.ref(), ""));

    // Then nothing is left of it, whatever falls due later
    assertThat(scenario.state().barriers().has(barrier)).isFalse();
    assertThat(scenario.state().proposals().table().size()).isZero();
    Driven.start(scenario, "r1", "ship").advance(new RunEffect.CompleteRun(Values.NULL));
    for (long passed = 0; passed < Limits.FINISHED_RUN_MILLIS; passed += 60_000) {
      assertThat(scenario.state().runs().get(run.ref())).isNotNull();
      scenario.tickAfter(60_000);
    }
    assertThat(scenario.state().runs().get(run.ref())).isNull();
  }
}
