package dev.synod.workflow.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.run.Fault;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.run.RunPhase;
import dev.synod.kernel.run.StepStatus;
import dev.synod.kernel.task.Task;
import dev.synod.kernel.value.Value;
import dev.synod.workflow.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How tasks follow each other and data goes from one to the next. */
class FlowTest {

  static World run(String tasks, String input) {
    return new World(Yaml.definition(tasks), Yaml.value(input)).finish();
  }

  private static void shouldGive(String tasks, String input, String output) {
    assertThat(run(tasks, input).output().json()).isEqualTo(Yaml.value(output).json());
  }

  @Test
  void shouldTransformDataOnItsWayInAndOut() {
    shouldGive(
        """
        - a:
            input: {from: .x}
            set: {y: "${ . + 1 }", raw: "${ $task.input.x }", name: "${ $task.name }", at: "${ $task.reference }"}
            output: {as: "{y, raw, name, at, in: $input}"}
            export: {as: "{seen: $output.y, before: $context}"}
        - b: {set: {y: "${ .y }", at: "${ .at }", context: "${ $context }", id: "${ $workflow.id }", runtime: "${ $runtime.name }"}}
        """,
        "{x: 1}",
        "{y: 2, at: /do/0/a, context: {seen: 2, before: null}, id: run-uid, runtime: synod}");
  }

  @Test
  void shouldTransformTheWorkflowsOwnInputAndOutput() {
    Value definition =
        Yaml.value(
            """
            document: {dsl: 1.0.3, namespace: t, name: t, version: 1.0.0}
            input: {from: .order}
            do:
              - a: {set: {n: "${ .n }", raw: "${ $workflow.input.order.n }", n2: "${ $workflow.definition.document.dsl }"}, export: {as: .n}}
            output: {as: "{result: ., context: $context}"}
            """);
    assertThat(new World(definition, Yaml.value("{order: {n: 4}}")).finish().output().json())
        .isEqualTo("{\"context\":4,\"result\":{\"n\":4,\"n2\":\"1.0.3\",\"raw\":4}}");
  }

  @Test
  void shouldPassInputOnWhenTaskIsSkipped() {
    shouldGive(
        """
        - a: {if: .x > 1, set: {x: 9}, then: end}
        - b: {set: {got: "${ .x }"}}
        """,
        "{x: 1}",
        "{got: 1}");
  }

  @Test
  void shouldLeaveOnlyTheInnerListWhenTaskSaysExit() {
    shouldGive(
        """
        - a:
            do:
              - b: {set: {x: 1}, then: exit}
              - c: {set: {x: 2}}
        - d: {set: {x: "${ .x + 10 }"}}
        """,
        "{}",
        "{x: 11}");
  }

  @Test
  void shouldEndTheRunAndWhatItWaitsForWhenABranchSaysEnd() {
    World world =
        new World(
            Yaml.definition(
                """
                - a:
                    fork:
                      branches:
                        - slow: {call: "assign:1.0.0@default", with: {capability: work}}
                        - quick: {do: [{wait: {wait: PT1S}}, {stop: {set: {x: 1}, then: end}}]}
                - never: {set: {x: 2}}
                """),
            Yaml.value("{}"));
    world.drive();
    assertThat(world.assigned()).hasSize(1);
    world.passTime();
    world.drive();
    assertThat(world.output().json()).isEqualTo("{\"x\":1}");
    assertThat(world.assigned()).isEmpty();
    assertThat(world.run().steps().require("/").status()).isEqualTo(StepStatus.COMPLETED);
  }

  @Test
  void shouldLoopWhileTheConditionHolds() {
    shouldGive(
        """
        - a:
            for: {each: n, at: i, in: "[10, 20, 30, 40]"}
            while: $i < 3 and .sum < 25
            do:
              - add: {set: {sum: "${ .sum + $n }", last: "${ $i }"}}
        """,
        "{sum: 0}",
        "{sum: 30, last: 1}");
    shouldGive("- a: {for: {in: '[]'}, do: [{b: {set: {x: 1}}}]}", "{x: 0}", "{x: 0}");
  }

  @Test
  void shouldGoBackWhenThenNamesAnEarlierTask() {
    shouldGive(
        """
        - add: {set: {n: "${ .n + 1 }"}}
        - again:
            switch:
              - more: {when: .n < 5, then: add}
              - enough: {then: end}
        """,
        "{n: 0}",
        "{n: 5}");
  }

  @Test
  void shouldFaultWhenARunTakesTooManySteps() {
    Fault fault = run("- a: {set: {x: 1}, then: b}\n- b: {set: {x: 2}, then: a}", "{}").fault();
    assertThat(fault.type()).isEqualTo("https://synod.dev/errors/limit-exceeded");
    assertThat(fault.detail()).contains("10000 steps");
  }

  @Test
  void shouldJoinBranchesInTheirOrder() {
    shouldGive(
        """
        - a:
            fork:
              branches:
                - slow: {do: [{w: {wait: PT5S}}, {s: {set: {x: "${ .n }"}}}]}
                - quick: {set: {y: "${ .n }"}}
        """,
        "{n: 1}",
        "[{x: 1}, {y: 1}]");
    shouldGive("- a: {fork: {branches: []}}", "{}", "[]");
  }

  @Test
  void shouldCancelTheLosersOfACompetition() {
    World world =
        new World(
            Yaml.definition(
                """
                - a:
                    fork:
                      compete: true
                      branches:
                        - failing: {raise: {error: {type: "https://a.example/x", status: 400}}}
                        - one: {call: "assign:1.0.0@default", with: {capability: work, input: 1}}
                        - two: {do: [{b: {call: "assign:1.0.0@default", with: {capability: work, input: 2}}}]}
                """),
            Yaml.value("{}"));
    world.drive();
    List<Task> tasks = world.assigned();
    assertThat(tasks).hasSize(2);
    world.complete(tasks.get(1), Value.of("won"));
    world.drive();
    assertThat(world.output()).isEqualTo(Value.of("won"));
    assertThat(world.assigned()).isEmpty();
    assertThat(world.run().steps().require("/do/0/a/fork/branches/1/one").status())
        .isEqualTo(StepStatus.CANCELLED);
  }

  @Test
  void shouldFailACompetitionOnlyWhenAllFail() {
    Fault fault =
        run(
                """
                - a:
                    fork:
                      compete: true
                      branches:
                        - one: {do: [{w: {wait: PT5S}}, {r: {raise: {error: {type: "https://a.example/1", status: 401}}}}]}
                        - two: {raise: {error: {type: "https://a.example/2", status: 402}}}
                """,
                "{}")
            .fault();
    assertThat(fault.status()).isEqualTo(401);
    assertThat(fault.instance()).isEqualTo("/do/0/a/fork/branches/0/one/do/1/r");
  }

  @Test
  void shouldFailAForkAndGiveUpTheOthersWhenOneBranchFails() {
    World world =
        run(
            """
            - a:
                fork:
                  branches:
                    - one: {call: "assign:1.0.0@default", with: {capability: work}}
                    - two: {raise: {error: {type: "https://a.example/2", status: 402}}}
            """,
            "{}");
    assertThat(world.run().phase()).isEqualTo(RunPhase.FAULTED);
    assertThat(world.assigned()).isEmpty();
  }

  @Test
  void shouldChooseTheFirstCaseThatHolds() {
    String tasks =
        """
        - a:
            switch:
              - other: {then: c}
              - big: {when: .n > 10, then: b}
              - bigger: {when: .n > 20, then: c}
        - b: {set: {r: b}, then: end}
        - c: {set: {r: c}}
        """;
    shouldGive(tasks, "{n: 30}", "{r: b}");
    shouldGive(tasks, "{n: 3}", "{r: c}");
  }

  @Test
  void shouldFaultWhenAConditionIsNoBoolean() {
    Fault fault = run("- a: {if: .n, set: {x: 1}}", "{n: 'false'}").fault();
    assertThat(fault.type()).isEqualTo(Fault.EXPRESSION);
    assertThat(fault.instance()).isEqualTo("/do/0/a");
    assertThat(fault.detail()).contains("true or false");
  }

  @Test
  void shouldFaultWhenDataIsTooLarge() {
    assertThat(run("- a: {set: {x: '${ \"x\" * 40000 }'}}", "{}").fault().status()).isEqualTo(413);
    assertThat(run("- a: {input: {from: '\"x\" * 40000'}, set: {x: 1}}", "{}").fault().detail())
        .contains("at most 32768 characters");
    assertThat(run("- a: {set: {x: 1}, export: {as: '\"x\" * 40000'}}", "{}").fault().detail())
        .contains("the context");
    assertThat(
            run("- a: {for: {in: '[range(40000)]'}, do: [{b: {set: {x: 1}}}]}", "{}")
                .fault()
                .status())
        .isEqualTo(413);
  }

  @Test
  void shouldCheckDataAgainstSchemas() {
    String schema = "{schema: {document: {type: object, required: [n]}}}";
    assertThat(run("- a: {input: %s, set: {x: 1}}".formatted(schema), "{}").fault().type())
        .isEqualTo(Fault.VALIDATION);
    assertThat(run("- a: {set: {x: 1}, output: %s}".formatted(schema), "{}").fault().detail())
        .contains("'n'");
    shouldGive("- a: {input: %s, set: {x: 1}}".formatted(schema), "{n: 1}", "{x: 1}");
  }

  @Test
  void shouldCostTheDepthAndNotTheWidthOfAForkWhenABranchEnds() {
    // Given
    long narrow = Math.max(2, Math.min(millisOfFork(50), millisOfFork(50)));
    // When
    long wide = Math.min(millisOfFork(450), millisOfFork(450));
    // Then: nine times as many branches; a walk over all of them for each answer would cost 81
    // times as much.
    assertThat(wide).isLessThan(40 * narrow);
  }

  private static long millisOfFork(int branches) {
    var tasks = new StringBuilder("- a:\n    fork:\n      branches:\n");
    for (int i = 0; i < branches; i++) {
      tasks.append(
          "        - b%d: {call: 'assign:1.0.0@default', with: {capability: work, input: 1}}\n"
              .formatted(i));
    }
    World world = new World(Yaml.definition(tasks.toString()), Yaml.value("{}"));
    long before = world.walkNanos();
    world.finish();
    assertThat(world.effects.stream().filter(RunEffect.AssignTask.class::isInstance))
        .hasSize(branches);
    return (world.walkNanos() - before) / 1_000_000;
  }
}
