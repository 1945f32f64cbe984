package dev.synod.workflow.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.synod.kernel.run.Fault;
import dev.synod.kernel.run.RunEffect;
import dev.synod.kernel.run.RunPhase;
import dev.synod.kernel.task.Task;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.workflow.Yaml;
import dev.synod.workflow.definition.Definitions;
import dev.synod.workflow.definition.Finding;
import dev.synod.workflow.walk.Feature.Scenario;
import dev.synod.workflow.walk.Feature.Step;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The conformance kit of the Open Workflow Specification, with the endpoints it calls played by the
 * test.
 */
class ConformanceTest {
  private static final List<String> FEATURES =
      List.of(
          "branch",
          "call",
          "data-flow",
          "do",
          "emit",
          "flow",
          "for",
          "raise",
          "set",
          "switch",
          "try");

  /** Scenarios of parts that this version refuses, each with the part's name. */
  private static final Set<String> UNSUPPORTED =
      Set.of("Call OpenAPI With Content Output", "Call OpenAPI With Response Output", "Emit Task");

  private static final String ERRORS = "https://serverlessworkflow.io/spec/1.0.0/errors/";

  @TestFactory
  Stream<DynamicTest> shouldConform() {
    return FEATURES.stream()
        .map(name -> Feature.parse(Yaml.resource("/ctk/" + name + ".feature")))
        .flatMap(
            feature ->
                feature.scenarios().stream()
                    .map(
                        scenario ->
                            DynamicTest.dynamicTest(
                                feature.name() + ": " + scenario.name(), () -> check(scenario))));
  }

  private void check(Scenario scenario) {
    assertThat(scenario.steps()).isNotEmpty();
    Value definition = Values.NULL;
    Value input = Values.EMPTY;
    @Nullable World world = null;
    for (Step step : scenario.steps()) {
      if (step.text().startsWith("a workflow with definition")) {
        definition = Yaml.value(step.document());
      } else if (step.text().startsWith("given the workflow input")) {
        input = Yaml.value(step.document());
      } else if (step.text().startsWith("the workflow is executed")) {
        if (UNSUPPORTED.contains(scenario.name())) {
          assertThat(Definitions.check(definition))
              .extracting(Finding::code)
              .containsOnly(Finding.Code.NOT_SUPPORTED);
          return;
        }
        world = new World(definition, input).finish(ConformanceTest::answer);
      } else {
        expect(step, Objects.requireNonNull(world));
      }
    }
  }

  private static void expect(Step step, World world) {
    Matcher count =
        matcher("the workflow output should have a '(.*)' property containing (\\d+) items", step);
    Matcher value = matcher("the workflow output should have a '(.*)' property with value:", step);
    Matcher order = matcher("(\\w+) should run (first|last|after (\\w+))", step);
    if (step.text().equals("the workflow should complete")) {
      assertThat(world.output()).isNotNull();
    } else if (step.text().equals("the workflow should complete with output:")) {
      assertThat(world.output().json()).isEqualTo(Yaml.value(step.document()).json());
    } else if (step.text().equals("the workflow should fault")) {
      assertThat(world.run().phase()).isEqualTo(RunPhase.FAULTED);
    } else if (step.text().equals("the workflow should fault with error:")) {
      ((Value.Obj) Yaml.value(step.document()))
          .members()
          .forEach(
              (name, member) ->
                  assertThat(((Value.Obj) Faults.toValue(world.fault())).get(name))
                      .isEqualTo(member));
    } else if (step.text().startsWith("the workflow output should have properties")) {
      Pattern.compile("'([^']+)'")
          .matcher(step.text())
          .results()
          .forEach(match -> assertThat(at(world.output(), match.group(1))).isNotNull());
    } else if (count.matches()) {
      assertThat(((Value.Arr) Objects.requireNonNull(at(world.output(), count.group(1)))).items())
          .hasSize(Integer.parseInt(count.group(2)));
    } else if (value.matches()) {
      assertThat(at(world.output(), value.group(1))).isEqualTo(Yaml.value(step.document()));
    } else if (order.matches()) {
      expectOrder(order, world);
    } else {
      fail("Unknown step: " + step.text());
    }
  }

  private static void expectOrder(Matcher order, World world) {
    List<String> entered =
        world.effects.stream()
            .filter(RunEffect.EnterStep.class::isInstance)
            .map(effect -> ((RunEffect.EnterStep) effect).name())
            .filter(name -> !name.equals("workflow"))
            .toList();
    switch (order.group(2)) {
      case "first" -> assertThat(entered).first().isEqualTo(order.group(1));
      case "last" -> assertThat(entered).last().isEqualTo(order.group(1));
      default ->
          assertThat(entered.indexOf(order.group(1)))
              .isEqualTo(entered.indexOf(order.group(3)) + 1);
    }
  }

  private static Matcher matcher(String pattern, Step step) {
    return Pattern.compile(pattern).matcher(step.text());
  }

  private static @Nullable Value at(Value value, String path) {
    @Nullable Value found = value;
    for (String name : path.split("\\.")) {
      found = found instanceof Value.Obj object ? object.get(name) : null;
    }
    return found;
  }

  /** The pet store and the httpbin of the kit. */
  private static Object answer(Task task) {
    Value.Obj request = (Value.Obj) task.spec().input();
    String uri = ((Value.Str) Objects.requireNonNull(request.get("endpoint"))).value();
    if (uri.contains("getPetByName")) {
      return new Fault(ERRORS + "communication", 404, "Not Found", "No such pet.");
    }
    if (uri.endsWith("basic-auth/serverless-workflow/conformance-test")) {
      assertThat(Objects.requireNonNull(request.get("authentication")).json())
          .isEqualTo(
              "{\"basic\":{\"password\":\"conformance-test\",\"username\":\"serverless-workflow\"}}");
      return Yaml.value("{authenticated: true}");
    }
    String id = uri.replaceAll(".*/", "");
    Value pet =
        Yaml.value(
            "{id: %s, name: Milou, status: available}".formatted(id.matches("\\d+") ? id : "7"));
    if (uri.endsWith("findByStatus?status=available")) {
      return Value.of(List.of(pet));
    }
    return Value.of("response").equals(request.get("output"))
        ? Yaml.value("{request: {method: get, uri: x, headers: {}}, headers: {}, statusCode: 200}")
                instanceof Value.Obj response
            ? response.with("content", pet)
            : pet
        : pet;
  }
}
