package dev.synod.workflow.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.run.Fault;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.run.RunPhase;
import dev.synod.kernel.task.Task;
import dev.synod.kernel.value.Value;
import dev.synod.workflow.Yaml;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Raising, catching, retrying, timing out. */
class ErrorsTest {
  private static final Fault BUSY = new Fault("https://a.example/busy", 503, "Busy", "Later.");

  private static World attempt(String handler, Function<Task, Object> answers) {
    String tasks =
        """
        - t:
            try:
              - ask: {call: "assign:1.0.0@default", with: {capability: work, input: 1}}
            catch: %s
        """
            .formatted(handler);
    return new World(Yaml.definition(tasks), Yaml.value("{n: 1}")).finish(answers);
  }

  /** Fails so often, then succeeds. */
  private static Function<Task, Object> failing(int times) {
    var left = new AtomicInteger(times);
    return task -> left.getAndDecrement() > 0 ? BUSY : Value.of("done");
  }

  private static List<Long> delays(World world) {
    return world.effects.stream()
        .filter(RunEffect.ArmTimer.class::isInstance)
        .map(effect -> ((RunEffect.ArmTimer) effect).delayMillis())
        .toList();
  }

  @Test
  void shouldHandleTheErrorThatPassesTheFilter() {
    World world =
        attempt(
            "{errors: {with: {status: 503}}, as: e, do: [{h: {set: {got: '${ $e }', n: '${ .n }'}}}]}",
            failing(9));
    assertThat(world.output().json())
        .isEqualTo(
            "{\"got\":{\"detail\":\"Later.\",\"instance\":\"/do/0/t/try/0/ask\",\"status\":503,\"title\":\"Busy\",\"type\":\"https://a.example/busy\"},\"n\":1}");
  }

  @Test
  void shouldPassTheErrorOnWhenItIsFilteredOut() {
    for (String handler :
        List.of(
            "{errors: {with: {status: 500}}, do: [{h: {set: {x: 1}}}]}",
            "{when: '$error.status == 500', do: [{h: {set: {x: 1}}}]}",
            "{exceptWhen: '$error.status == 503', do: [{h: {set: {x: 1}}}]}")) {
      assertThat(attempt(handler, failing(9)).fault().type()).isEqualTo(BUSY.type());
    }
  }

  @Test
  void shouldGoOnWithTheInputWhenTheErrorIsCaughtAndNothingElseIsSaid() {
    assertThat(attempt("{}", failing(9)).output().json()).isEqualTo("{\"n\":1}");
  }

  @Test
  void shouldRetryWithGrowingDelays() {
    assertThat(delays(attempt(retry("constant", 5, ""), failing(3))))
        .containsExactly(1_000L, 1_000L, 1_000L);
    assertThat(delays(attempt(retry("linear", 5, ""), failing(3))))
        .containsExactly(1_000L, 2_000L, 3_000L);
    World exponential = attempt(retry("exponential", 5, ""), failing(3));
    assertThat(delays(exponential)).containsExactly(1_000L, 2_000L, 4_000L);
    assertThat(exponential.output()).isEqualTo(Value.of("done"));
  }

  private static String retry(String backoff, int count, String more) {
    return "{retry: {delay: PT1S, backoff: {%s: {}}, limit: {attempt: {count: %d}}%s}}"
        .formatted(backoff, count, more);
  }

  @Test
  void shouldGiveUpAfterTheLastRetry() {
    World world = attempt(retry("constant", 2, ""), failing(9));
    assertThat(delays(world)).hasSize(2);
    assertThat(world.fault().type()).isEqualTo(BUSY.type());
  }

  @Test
  void shouldHandleTheErrorAfterTheLastRetry() {
    World world =
        attempt(
            "{retry: {delay: PT1S, limit: {attempt: {count: 1}}}, do: [{h: {set: {given: up}}}]}",
            failing(9));
    assertThat(world.output().json()).isEqualTo("{\"given\":\"up\"}");
  }

  @Test
  void shouldRetryOnlyWhileThePolicyAllows() {
    assertThat(
            delays(
                attempt(
                    "{retry: {delay: PT1S, when: '$error.status == 1'}, do: [{h: {set: {x: 1}}}]}",
                    failing(9))))
        .isEmpty();
    assertThat(delays(attempt("{retry: {delay: PT10S, limit: {duration: PT25S}}}", failing(99))))
        .hasSize(3);
  }

  @Test
  void shouldAddTheSameJitterEachTimeItIsComputed() {
    String handler = retry("constant", 5, ", jitter: {from: PT1S, to: PT3S}");
    List<Long> delays = delays(attempt(handler, failing(3)));
    assertThat(delays).allSatisfy(delay -> assertThat(delay).isBetween(2_000L, 4_000L));
    assertThat(delays(attempt(handler, failing(3)))).isEqualTo(delays);
  }

  @Test
  void shouldLimitEachAttempt() {
    World world =
        new World(
            Yaml.definition(
                """
                - t:
                    try: [{w: {wait: PT1H}}]
                    catch:
                      retry: {delay: PT1S, limit: {attempt: {count: 1, duration: PT5S}}}
                      do: [{h: {set: {e: "${ $error.status }"}}}]
                """),
            Yaml.value("{}"));
    long began = world.nowMillis();
    assertThat(world.finish().output().json()).isEqualTo("{\"e\":408}");
    assertThat(world.nowMillis() - began).isEqualTo(11_000);
  }

  @Test
  void shouldTimeOutAndGiveUpWhatWasAskedFor() {
    for (String task :
        List.of(
            "{call: 'assign:1.0.0@default', with: {capability: none}, timeout: {after: PT5S}}",
            "{do: [{x: {call: 'assign:1.0.0@default', with: {capability: none}}}], timeout: {after: PT5S}}",
            "{wait: PT1H, timeout: {after: PT5S}}",
            "{for: {in: '[1,2,3]'}, do: [{x: {wait: PT3S}}], timeout: {after: PT5S}}")) {
      World world = FlowTest.run("- a: " + task, "{}");
      assertThat(world.fault().type()).isEqualTo(Fault.TIMEOUT);
      assertThat(world.fault().status()).isEqualTo(408);
      assertThat(world.fault().instance()).isEqualTo("/do/0/a");
      assertThat(world.run().activeSteps()).isEmpty();
    }
  }

  @Test
  void shouldNotTimeOutWhenTheTaskEndsInTime() {
    assertThat(FlowTest.run("- a: {wait: PT2S, timeout: {after: PT5S}}", "{x: 1}").output().json())
        .isEqualTo("{\"x\":1}");
  }

  @Test
  void shouldTimeOutTheWholeWorkflow() {
    Value definition =
        Yaml.value(
            """
            document: {dsl: 1.0.3, namespace: t, name: t, version: 1.0.0}
            timeout: {after: PT5S}
            do:
              - a: {wait: PT1H}
            """);
    World world = new World(definition, Yaml.value("{}")).finish();
    assertThat(world.fault().type()).isEqualTo(Fault.TIMEOUT);
    assertThat(world.fault().instance()).isEqualTo("/");
  }

  @Test
  void shouldRaiseANamedErrorWithComputedParts() {
    Value definition =
        Yaml.value(
            """
            document: {dsl: 1.0.3, namespace: t, name: t, version: 1.0.0}
            use: {errors: {broken: {type: "https://a.example/broken", status: 422, title: Broken, detail: "${ .why }"}}}
            do:
              - a: {raise: {error: broken}}
            """);
    assertThat(new World(definition, Yaml.value("{why: rust}")).finish().fault())
        .isEqualTo(new Fault("https://a.example/broken", 422, "Broken", "rust", "/do/0/a"));
  }

  @Test
  void shouldCatchWhatTheKernelRefuses() {
    World world =
        FlowTest.run(
            """
            - t:
                try: [{w: {call: "state:1.0.0@default", with: {put: nowhere/x, value: 1}}}]
                catch: {do: [{h: {set: {type: "${ $error.type }", at: "${ $error.instance }"}}}]}
            """,
            "{}");
    assertThat(world.output().json())
        .isEqualTo(
            "{\"at\":\"/do/0/t/try/0/w\",\"type\":\"https://synod.dev/errors/undeclared-key\"}");
  }

  @Test
  void shouldFaultWithTheFailingExpression() {
    Fault fault = FlowTest.run("- a: {set: {x: '${ .a.b }'}}", "{a: 1}").fault();
    assertThat(fault.type()).isEqualTo(Fault.EXPRESSION);
    assertThat(fault.status()).isEqualTo(400);
    assertThat(fault.detail()).contains(".a.b");
    assertThat(fault.instance()).isEqualTo("/do/0/a");
  }

  @Test
  void shouldFaultWhenALoopHasNoArray() {
    assertThat(
            FlowTest.run("- a: {for: {in: .x}, do: [{b: {set: {x: 1}}}]}", "{x: 5}")
                .fault()
                .detail())
        .contains("Expected an array", "5");
  }

  @Test
  void shouldCancelWithoutLeavingAnythingBehind() {
    World world =
        new World(
            Yaml.definition("- a: {call: 'assign:1.0.0@default', with: {capability: work}}"),
            Yaml.value("{}"));
    world.drive();
    world.as("person:ada", new dev.synod.kernel.run.RunCommand.CancelRun(World.RUN, "enough"));
    world.drive();
    assertThat(world.run().phase()).isEqualTo(RunPhase.CANCELLED);
    assertThat(world.assigned()).isEmpty();
  }
}
